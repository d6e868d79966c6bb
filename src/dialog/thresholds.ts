import { z } from 'zod';
import type { LanguageCode } from '../language/languages.ts';

const share = z.number().min(0).max(1);

/** From which probabilities the bot acts. */
export const thresholdsSchema = z.strictObject({
  /** The best article is answered outright from here. */
  answer: share,
  /** The best three together are offered as "did you mean" from here. */
  clarify: share,
});

export type Thresholds = z.infer<typeof thresholdsSchema>;

/** `dialogs/calibration.yaml`: how learned confidences are corrected, see `matching/calibration.ts`. */
const calibrationSchema = z.strictObject({ slope: z.number().positive(), shift: z.number() });

export const calibrationFileSchema = z.object({ default: calibrationSchema }).catchall(calibrationSchema);

/** `dialogs/thresholds.yaml`: one pair a language, and `default` for all others. */
export const thresholdsFileSchema = z.object({ default: thresholdsSchema }).catchall(thresholdsSchema);

export type ThresholdsByLanguage = z.infer<typeof thresholdsFileSchema>;

/** The thresholds of one language. */
export function thresholdsFor(all: ThresholdsByLanguage, language: LanguageCode): Thresholds {
  return all[language] ?? all.default;
}
