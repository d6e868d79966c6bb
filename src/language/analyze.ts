import type { Signal, SpotCues } from './cues.ts';
import type { DetectLanguage, LanguagePrior } from './detect.ts';
import type { LanguageCode } from './languages.ts';
import { foldNormalized, normalize } from './normalize.ts';
import { stem } from './stem.ts';
import { tokenize } from './tokenize.ts';

/** A text as understood by language, before any question of what it is about. */
export interface Utterance {
  /** The text as typed. */
  readonly text: string;
  readonly language: LanguageCode;
  /** Probability that `language` is right, 0 to 1. */
  readonly languageConfidence: number;
  readonly normalized: string;
  /** The form that indexes use, see `fold`. */
  readonly folded: string;
  readonly tokens: readonly string[];
  /** Stems of `tokens`, one each, in `language`. */
  readonly stems: readonly string[];
  readonly signals: ReadonlySet<Signal>;
}

export type Analyze = (text: string, prior?: LanguagePrior) => Utterance;

/** Longest text that is analysed, in characters; what comes behind is cut off, a question stands in front. */
export const maxUtteranceLength = 2000;

/** Puts together detection, normalization, stems and cues. */
export function createAnalyzer(deps: { detect: DetectLanguage; spot: SpotCues }): Analyze {
  return (text, prior) => {
    const read = text.length > maxUtteranceLength ? text.slice(0, maxUtteranceLength) : text;
    const { code, confidence } = deps.detect(read, prior);
    const utterance = utteranceOf(read, code);
    return {
      ...utterance,
      text,
      languageConfidence: confidence,
      signals: deps.spot(utterance.folded, utterance.tokens),
    };
  };
}

/** A text whose language is known, as an utterance without signals: what training texts become. */
export function utteranceOf(text: string, language: LanguageCode): Utterance {
  const normalized = normalize(text);
  const folded = foldNormalized(normalized);
  const tokens = tokenize(folded);
  return {
    text,
    language,
    languageConfidence: 1,
    normalized,
    folded,
    tokens,
    stems: tokens.map((token) => stem(token, language)),
    signals: new Set(),
  };
}
