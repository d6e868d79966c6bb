import { bestLabels } from './best-labels.ts';
import type { Loss } from './core.ts';
import type { MeaningNearness, Sentence, SentenceScorer } from './sentence-head.ts';

/** How many articles are looked at for the nearest text in meaning. */
const lookedAt = 8;
/** What the nearest text counts beside the machine, and the cosine from which it speaks for its article. */
const nearestCounts = 2;
const nearFrom = 0.4;

/** Margins of the machines differ in size by their loss; this makes those of meaning as large. */
const sizes = { 'squared-hinge': 1, logistic: 6 } as const;

/**
 * How much meaning counts, 0 to 1, by how many phrases an article has in the language of the question: without any, two
 * thirds; with five a seventh; from twenty on nothing, since there it turned no order on validation data and made the confidence
 * worse in telling questions of other topics. Chosen on validation data from none to forty phrases.
 */
export function shareOfMeaning(phrasesPerArticle: number): number {
  if (phrasesPerArticle >= 20) return 0;
  const weight = 2 / (1 + 2 * phrasesPerArticle);
  return weight / (1 + weight);
}

/** What words and meaning say together. */
export interface FusedMargins {
  readonly margins: Float32Array;
  /** The margins of meaning alone, as those of a machine with squared hinge loss. */
  readonly byMeaning: Float32Array;
  /** What meaning gave of each margin: `byMeaning` times this. */
  readonly factor: number;
  /** The nearest texts in meaning of the articles that lead. */
  readonly near: ReadonlyMap<number, MeaningNearness>;
}

/** How to weigh. */
export interface FuseOptions {
  /** How much meaning counts, 0 to 1. */
  readonly share: number;
  /** Loss that the machine of words was trained with. */
  readonly loss: Loss;
  readonly articleCount: number;
  /** Language family whose texts are not looked at; default none. */
  readonly except?: string | undefined;
}

/**
 * Weighs the margins of words and of meaning. Classes from `articleCount` on are background: for them the machine alone
 * speaks.
 */
export function fuseMargins(
  byWords: Float32Array,
  scorer: SentenceScorer,
  sentence: Sentence,
  { share, loss, articleCount, except }: FuseOptions,
): FusedMargins {
  const factor = share * sizes[loss];
  const byMeaning = scorer.margins(sentence);
  const margins = byWords.map((margin, label) => (1 - share) * margin + factor * byMeaning[label]!);
  const near = new Map<number, MeaningNearness>();
  let least = Infinity;
  for (const label of bestLabels(margins, articleCount, lookedAt)) {
    const nearness = scorer.nearest(sentence, label, except);
    const more = nearestCounts * (nearness.cosine - nearFrom);
    near.set(label, nearness);
    byMeaning[label]! += more;
    margins[label]! += factor * more;
    least = Math.min(least, margins[label]!);
  }
  // Whoever was not looked at cannot pass one that was.
  for (let label = 0; label < articleCount; label += 1) {
    if (!near.has(label)) margins[label] = Math.min(margins[label]!, least);
  }
  return { margins, byMeaning, factor, near };
}
