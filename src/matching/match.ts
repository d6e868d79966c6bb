import type { LanguageCode } from '../language/languages.ts';

/** What each scorer says of a candidate; never overwritten by a later stage. */
export interface Evidence {
  /** 1 when the utterance is one of the article's phrases word for word, else 0. */
  readonly exact: number;
  /** Share of the margin that word stems gave. */
  readonly words: number;
  /** Share of the margin that character n-grams gave, across languages and within this one. */
  readonly characters: number;
  /** Share of the margin that glossary concepts gave. */
  readonly concepts: number;
  /** What the meaning of the sentence gave of the margin; absent where there are no sentence vectors. */
  readonly meaning?: number;
  /** The fused margin: above 0 speaks for the article. */
  readonly margin: number;
  /** Cosine with the nearest phrase of the article, 0 to 1. */
  readonly nearest: number;
  /** Cosine in meaning with the nearest phrase of the article, -1 to 1; absent where meaning was not looked at. */
  readonly semantic?: number;
}

/** An article proposed for an utterance. */
export interface Match {
  readonly articleId: string;
  /** Calibrated probability that this is the article meant, 0 to 1. */
  readonly confidence: number;
  readonly evidence: Evidence;
  /**
   * The phrase nearest to the utterance among the article's: in words, or in meaning where nothing is written in the
   * utterance's language; then it may be in any.
   */
  readonly nearestPhrase?: {
    readonly text: string;
    readonly language: LanguageCode;
  };
  /** The named features the confidence was computed from. */
  readonly confidenceFeatures: readonly number[];
}
