import type { Core } from './core.ts';
import type { SparseVector } from './sparse.ts';
import { createTextSums } from './text-sums.ts';

/** What the training texts of one class say of an utterance. */
export interface Nearness {
  /** Training text with the largest cosine; -1 where none shares a feature. */
  readonly text: number;
  /** Its cosine, 0 to 1. */
  readonly cosine: number;
  /** Cosine with the centre of the class's texts, 0 to 1. */
  readonly centre: number;
  /** For each feature of the utterance that is a word 1 when a text of the class has it; until the next look-up. */
  readonly covered: Uint8Array;
}

/** Looks the utterance up among the training texts of some classes; those of its own language where a class has any. */
export type FindNearest = (vector: SparseVector, labels: readonly number[], family: string) => readonly Nearness[];

/** The texts that are asked about one class: groups `from` up to `to`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly centreNorm: number;
  readonly covered: Uint8Array;
}

/**
 * Makes the look-up. Of each feature of the utterance only the texts of the wanted classes are read. Scratch memory is kept
 * between calls: a look-up is not to be called from within itself.
 */
export function createFindNearest({ postings, table }: Pick<Core, 'postings' | 'table'>): FindNearest {
  const { groups, classes, texts } = postings;
  const sums = createTextSums({ postings, table });
  let allCovered = new Uint8Array(0);

  const stretchesOf = (labels: readonly number[], family: string, length: number) =>
    labels.map((label, index): Stretch => {
      const { from, to, centreNorm } = classes[label]!;
      const covered = allCovered.subarray(index * length, (index + 1) * length);
      for (let group = from; group < to; group += 1) {
        const own = groups[group]!;
        if (own.family === family) return { from: group, to: group + 1, centreNorm: own.centreNorm, covered };
      }
      return { from, to, centreNorm, covered };
    });

  const collect = ({ from, to, centreNorm, covered }: Stretch): Nearness => {
    const start = from < to ? groups[from]!.start : 0;
    const end = from < to ? groups[to - 1]!.end : 0;
    const { place, cosine, sum } = sums.collect(start, end);
    const centre = centreNorm > 0 ? sum / (end - start) / centreNorm : 0;
    return { text: place < 0 ? -1 : texts[place]!, cosine: Math.min(1, cosine), centre, covered };
  };

  return (vector, labels, family) => {
    const room = labels.length * vector.columns.length;
    if (allCovered.length < room) allCovered = new Uint8Array(room * 2);
    else allCovered.fill(0, 0, room);
    const stretches = stretchesOf(labels, family, vector.columns.length);
    sums.add(vector, stretches);
    return stretches.map(collect);
  };
}
