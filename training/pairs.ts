import type { Corpus } from './corpus.ts';
import type { TrainingSettings } from './settings.ts';

/** Rows of the texts of one side of a batch: those of text `n` from `starts[n]` up to `starts[n + 1]`. */
export interface BatchSide {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** Draws a batch of pairs: two texts of one segment each, most of them in two languages. */
export type DrawPairs = (anchors: BatchSide, targets: BatchSide) => void;

/** Of pairs in one language (two varieties of it) this share is drawn again. */
const redrawnShare = 0.7;

/** Makes the drawing of pairs; what it draws depends on `random` alone. */
export function createPairDrawing(
  corpus: Corpus,
  sourceWeights: readonly number[],
  settings: TrainingSettings,
  random: () => number,
): DrawPairs {
  const { batch, dropout, englishShare, sameSourceShare } = settings;
  const { features, textStarts, textLanguage, segmentStarts, sourceStarts } = corpus;
  const english = corpus.languages.indexOf('en');
  const below = (limit: number) => Math.floor(random() * limit);
  const sizeOf = (source: number) => sourceStarts[source + 1]! - sourceStarts[source]!;
  const shares = sourceWeights.map((weight, source) => weight * sizeOf(source));
  const total = shares.reduce((sum, share) => sum + share, 0);

  const drawSource = () => {
    let left = random() * total;
    const source = shares.findIndex((share) => (left -= share) < 0);
    return source < 0 ? shares.length - 1 : source;
  };
  const englishOf = (first: number, end: number) => {
    for (let text = first; text < end; text += 1) if (textLanguage[text] === english) return text;
    return -1;
  };
  /** Copies a text's rows, less those dropped; false when none is left. */
  const fill = (side: BatchSide, pair: number, text: number): boolean => {
    const from = side.starts[pair]!;
    let to = from;
    for (let at = textStarts[text]!; at < textStarts[text + 1]!; at += 1) {
      if (random() >= dropout) side.rows[to++] = features[at]!;
    }
    side.starts[pair + 1] = to;
    return to > from;
  };
  const tryPair = (source: number, pair: number, anchors: BatchSide, targets: BatchSide): boolean => {
    const segment = sourceStarts[source]! + below(sizeOf(source));
    const first = segmentStarts[segment]!;
    const end = segmentStarts[segment + 1]!;
    let anchor = first + below(end - first);
    let target = first + below(end - first);
    if (random() < englishShare) {
      const found = englishOf(first, end);
      if (found >= 0) anchor = found;
      if (random() < 0.5) [anchor, target] = [target, anchor];
    }
    if (anchor === target) return false;
    if (textLanguage[anchor] === textLanguage[target] && random() < redrawnShare) return false;
    return fill(anchors, pair, anchor) && fill(targets, pair, target);
  };
  return (anchors, targets) => {
    const only = random() < sameSourceShare ? drawSource() : -1;
    // A small source would give a segment twice, as its own opposite.
    const isSame = only >= 0 && sizeOf(only) >= 2 * batch;
    for (let pair = 0; pair < batch; pair += 1) {
      while (!tryPair(isSame ? only : drawSource(), pair, anchors, targets));
    }
  };
}
