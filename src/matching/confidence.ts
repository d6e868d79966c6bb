import type { Core, CoreScores } from './core.ts';
import { wordFeature, type FeatureCounts } from './features.ts';
import { columnOf } from './vectorizer.ts';

/** Names of the confidence features, in their order; the source of the set is `docs/design.md`, "Confidence". */
export const confidenceFeatureNames = [
  'margin of the article',
  'lead over the next article',
  'log-odds among all articles',
  'entropy among all articles',
  'best cosine inside the article',
  'best cosine anywhere',
  'cosine to the centre of the article',
  'share of unknown words',
  'share of words the article knows',
  'log of the number of words',
  'margin of the background',
] as const;

/** How sharply margins are turned into shares; only the learned weights see the result. */
const sharpness = 5;

/** What is needed of an utterance beside its scores. */
export interface WordFacts {
  readonly stems: readonly string[];
  readonly features: FeatureCounts;
}

/**
 * Makes the confidence features of any candidate for one utterance. Classes from `articleCount` on are background:
 * they are no candidates.
 */
export function createConfidenceFeatures(
  core: Core,
  articleCount: number,
): (scores: CoreScores, facts: WordFacts) => (label: number) => number[] {
  const size = new Float64Array(core.classCount);
  for (const label of core.labels) size[label]! += 1;
  const centreNorm = centreNorms(core, size);

  return (scores, { stems }) => {
    const nearest = (label: number) => scores.cosines[scores.nearest[label]!] ?? 0;
    let anywhere = 0;
    for (let label = 0; label < core.classCount; label += 1) anywhere = Math.max(anywhere, nearest(label));
    const { margins } = scores;
    const shares = softmax(margins, articleCount);
    let entropy = 0;
    for (const share of shares) if (share > 0) entropy -= share * Math.log(share);
    const background = core.classCount > articleCount ? margins[articleCount]! : -1;
    const words = wordShares(core, stems);

    return (label) => {
      let next = -Infinity;
      for (let other = 0; other < articleCount; other += 1) if (other !== label) next = Math.max(next, margins[other]!);
      const share = Math.min(1 - 1e-9, Math.max(1e-9, shares[label]!));
      const centre =
        size[label]! > 0 && centreNorm[label]! > 0 ? scores.cosineSums[label]! / size[label]! / centreNorm[label]! : 0;
      return [
        margins[label]!,
        articleCount > 1 ? margins[label]! - next : 1,
        Math.log(share / (1 - share)),
        entropy,
        nearest(label),
        anywhere,
        centre,
        words.unknown,
        words.coveredBy(label),
        Math.log(stems.length + 1),
        background,
      ];
    };
  };
}

function softmax(margins: Float32Array, count: number): Float64Array {
  const shares = new Float64Array(count);
  let top = -Infinity;
  for (let label = 0; label < count; label += 1) top = Math.max(top, margins[label]!);
  let total = 0;
  for (let label = 0; label < count; label += 1) {
    shares[label] = Math.exp(sharpness * (margins[label]! - top));
    total += shares[label]!;
  }
  for (let label = 0; label < count; label += 1) shares[label]! /= total;
  return shares;
}

/** Length of the mean vector of each class. */
function centreNorms(core: Core, size: Float64Array): Float64Array {
  const norms = new Float64Array(core.classCount);
  const { starts, columns, values } = core.postings;
  const perClass = new Float64Array(core.classCount);
  for (let column = 0; column + 1 < starts.length; column += 1) {
    for (let at = starts[column]!; at < starts[column + 1]!; at += 1)
      perClass[core.labels[columns[at]!]!]! += values[at]!;
    for (let at = starts[column]!; at < starts[column + 1]!; at += 1) {
      const label = core.labels[columns[at]!]!;
      norms[label]! += (perClass[label]! / size[label]!) ** 2;
      perClass[label] = 0;
    }
  }
  return norms.map(Math.sqrt);
}

/** How many of the words, weighted by their idf, are unknown, and how many occur in phrases of a class. */
function wordShares(core: Core, stems: readonly string[]): { unknown: number; coveredBy: (label: number) => number } {
  const distinct = [...new Set(stems)].map((stem) => columnOf(core.table, wordFeature(stem)));
  // An unknown word is at least as rare as the rarest known one.
  const rarest = Math.log(1 + core.labels.length) + 1;
  const total = distinct.reduce((sum, column) => sum + (column < 0 ? rarest : core.table.idf[column]!), 0) || 1;
  const unknown = distinct.filter((column) => column < 0).length * rarest;
  const occurrence = distinct.map((column) => (column < 0 ? undefined : classesWith(core, column)));
  return {
    unknown: unknown / total,
    coveredBy: (label) =>
      distinct.reduce((sum, column, at) => sum + (occurrence[at]?.[label] === 1 ? core.table.idf[column]! : 0), 0) /
      total,
  };
}

/** 1 for each class with a training text that contains a feature. */
function classesWith(core: Core, column: number): Uint8Array {
  const classes = new Uint8Array(core.classCount);
  const { starts, columns } = core.postings;
  for (let at = starts[column]!; at < starts[column + 1]!; at += 1) classes[core.labels[columns[at]!]!] = 1;
  return classes;
}
