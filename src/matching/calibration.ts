import type { LanguageCode } from '../language/languages.ts';
import { fitLogistic } from './logistic.ts';

/**
 * A correction of learned confidences in log-odds: `slope * logit(p) + shift`. Phrases of a knowledge base differ from one
 * another on purpose, so confidences learned from them alone are too low for what customers really write; labelled
 * messages of customers tell by how much. Slope 1, shift 0 changes nothing.
 */
export interface Calibration {
  readonly slope: number;
  readonly shift: number;
}

/** One calibration a language, and `default` for the others. */
export type Calibrations = Readonly<Partial<Record<LanguageCode, Calibration>> & { default: Calibration }>;

export const noCalibration: Calibrations = { default: { slope: 1, shift: 0 } };

/** The corrected probability. */
export function calibrate(probability: number, { slope, shift }: Calibration): number {
  return 1 / (1 + Math.exp(-(slope * logit(probability) + shift)));
}

/** The calibration that fits answers best whose rightness is known; `before` is the one they were made with. */
export function fitCalibration(
  answers: readonly { readonly confidence: number; readonly right: boolean }[],
  before: Calibration,
): Calibration {
  const { mean, deviation, weights, bias } = fitLogistic(
    answers.map(({ confidence, right }) => ({ features: [logit(confidence)], target: right ? 1 : 0, weight: 1 })),
    10,
  );
  const slope = weights[0]! / deviation[0]!;
  const shift = bias - slope * mean[0]!;
  // What was fitted comes on top of what was applied already.
  return { slope: slope * before.slope, shift: slope * before.shift + shift };
}

function logit(probability: number): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(p / (1 - p));
}
