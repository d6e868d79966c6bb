import { wordFeature } from './features.ts';
import type { PhraseIndex } from './phrase-index.ts';
import type { ClassScore, Hidden } from './phrase-search.ts';
import { createColumnOf, type ColumnOf } from './vectorizer.ts';

/** How sharply scores are turned into shares; only the learned weights see the result. */
const sharpness = 15;

/** True for a feature that a phrase has which is not hidden. */
export function isSeen({ postings, labels }: PhraseIndex, column: number, hidden: Hidden): boolean {
  for (let at = postings.starts[column]!; at < postings.starts[column + 1]!; at += 1) {
    const phrase = postings.columns[at]!;
    if (phrase !== hidden.phrase && labels[phrase] !== hidden.label) return true;
  }
  return false;
}

/**
 * The confidence features of a candidate, in the order of `confidenceFeatureNames`. The fused score stands for the margin,
 * and "among all articles" means among the candidates. `candidates` hold the background too, if it is one.
 */
export function createIndexFeatures(
  index: PhraseIndex,
  articleCount: number,
): (candidates: readonly ClassScore[], stems: readonly string[], hidden?: Hidden) => (of: ClassScore) => number[] {
  const columnOf = createColumnOf(index.table);
  return (candidates, stems, hidden = {}) => {
    const articles = candidates.filter(({ label }) => label < articleCount);
    const background = candidates.find(({ label }) => label >= articleCount)?.score ?? 0;
    const anywhere = candidates.reduce((best, { nearest }) => Math.max(best, nearest), 0);
    const top = articles[0]?.score ?? 0;
    const powers = articles.map(({ score }) => Math.exp(sharpness * (score - top)));
    const total = powers.reduce((sum, power) => sum + power, 0);
    const entropy = powers.reduce((sum, power) => sum - (power / total) * Math.log(power / total), 0);
    const words = wordsOf(index, columnOf, stems, hidden);

    return (of) => {
      const next = articles.find((other) => other !== of)?.score ?? 0;
      const share = Math.min(1 - 1e-9, Math.max(1e-9, Math.exp(sharpness * (of.score - top)) / total));
      return [
        of.score,
        of.score - next,
        Math.log(share / (1 - share)),
        entropy,
        of.nearest,
        anywhere,
        of.centre,
        words.unknown,
        words.coveredBy(of.label),
        Math.log(stems.length + 1),
        background,
      ];
    };
  };
}

/** How many of the words, weighted by their idf, are unknown, and how many occur in phrases of a class. */
function wordsOf(
  index: PhraseIndex,
  columnOf: ColumnOf,
  stems: readonly string[],
  hidden: Hidden,
): { unknown: number; coveredBy: (label: number) => number } {
  const { table, labels } = index;
  const columns = [...new Set(stems)].map((stem) => columnOf(wordFeature(stem)));
  const known = columns.filter((column) => column >= 0 && isSeen(index, column, hidden));
  // An unknown word is at least as rare as the rarest known one.
  const unknown = (columns.length - known.length) * (Math.log(1 + labels.length) + 1);
  const total = known.reduce((sum, column) => sum + table.idf[column]!, unknown) || 1;

  const coveredBy = (label: number) =>
    known.reduce((sum, column) => sum + (occursIn(index, column, label, hidden) ? table.idf[column]! : 0), 0) / total;

  return { unknown: unknown / total, coveredBy };
}

/** True when a phrase of a class that is not hidden has a feature; posting lists ascend, as the phrases of classes do. */
function occursIn({ postings, classStarts }: PhraseIndex, column: number, label: number, hidden: Hidden): boolean {
  let low = postings.starts[column]!;
  let high = postings.starts[column + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (postings.columns[middle]! < classStarts[label]!) low = middle + 1;
    else high = middle;
  }
  if (low < end && postings.columns[low] === hidden.phrase) low += 1;
  return low < end && postings.columns[low]! < classStarts[label + 1]!;
}
