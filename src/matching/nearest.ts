import type { Core } from './core.ts';
import type { SparseVector } from './sparse.ts';
import type { TextPostings } from './text-postings.ts';

/** What the training texts of one class say of an utterance. */
export interface Nearness {
  /** Training text with the largest cosine; -1 where none shares a feature. */
  readonly text: number;
  /** Its cosine, 0 to 1. */
  readonly cosine: number;
  /** Cosine with the centre of the class's texts, 0 to 1. */
  readonly centre: number;
  /** For each feature of the utterance 1 when a text of the class has it. */
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

/** Lists that are longer know where the texts of each group begin; shorter ones are read from end to end. */
const longList = 64;

/**
 * Makes the look-up. Of each feature of the utterance only the texts of the wanted classes are read. Scratch memory is kept
 * between calls: a look-up is not to be called from within itself.
 */
export function createFindNearest({ postings }: Pick<Core, 'postings'>): FindNearest {
  const { groups, classes, texts, starts, places, values } = postings;
  const groupStartsOf = createGroupStarts(postings);
  const cosines = new Float64Array(texts.length);
  const groupOf = new Uint16Array(texts.length);
  groups.forEach(({ start, end }, group) => groupOf.fill(group, start, end));
  // Which stretch a group belongs to, plus one; all zero between calls.
  const stretchOf = new Uint16Array(groups.length);

  const stretchesOf = (labels: readonly number[], family: string, length: number) =>
    labels.map((label): Stretch => {
      const { from, to, centreNorm } = classes[label]!;
      const covered = new Uint8Array(length);
      for (let group = from; group < to; group += 1) {
        const own = groups[group]!;
        if (own.family === family) return { from: group, to: group + 1, centreNorm: own.centreNorm, covered };
      }
      return { from, to, centreNorm, covered };
    });

  const addShort = (column: number, feature: number, value: number, stretches: readonly Stretch[]) => {
    const end = starts[column + 1]!;
    for (let at = starts[column]!; at < end; at += 1) {
      const place = places[at]!;
      const stretch = stretchOf[groupOf[place]!]!;
      if (stretch === 0) continue;
      cosines[place]! += value * values[at]!;
      stretches[stretch - 1]!.covered[feature] = 1;
    }
  };

  const addLong = (column: number, feature: number, value: number, stretches: readonly Stretch[]) => {
    const groupStarts = groupStartsOf(column);
    const start = starts[column]!;
    for (let index = 0; index < stretches.length; index += 1) {
      const stretch = stretches[index]!;
      const first = start + groupStarts[stretch.from]!;
      const end = start + groupStarts[stretch.to]!;
      for (let at = first; at < end; at += 1) cosines[places[at]!]! += value * values[at]!;
      if (first < end) stretch.covered[feature] = 1;
    }
  };

  const collect = ({ from, to, centreNorm, covered }: Stretch): Nearness => {
    const start = from < to ? groups[from]!.start : 0;
    const end = from < to ? groups[to - 1]!.end : 0;
    let text = -1;
    let cosine = 0;
    let sum = 0;
    for (let place = start; place < end; place += 1) {
      const own = cosines[place]!;
      if (own === 0) continue;
      cosines[place] = 0;
      sum += own;
      // Of equals the first text.
      if (own > cosine || (own === cosine && texts[place]! < text)) {
        cosine = own;
        text = texts[place]!;
      }
    }
    const centre = centreNorm > 0 ? sum / (end - start) / centreNorm : 0;
    return { text, cosine: Math.min(1, cosine), centre, covered };
  };

  return ({ columns, values: weights }, labels, family) => {
    const stretches = stretchesOf(labels, family, columns.length);
    stretches.forEach(({ from, to }, index) => stretchOf.fill(index + 1, from, to));
    for (let feature = 0; feature < columns.length; feature += 1) {
      const column = columns[feature]!;
      if (starts[column + 1]! - starts[column]! > longList) addLong(column, feature, weights[feature]!, stretches);
      else addShort(column, feature, weights[feature]!, stretches);
    }
    for (const { from, to } of stretches) stretchOf.fill(0, from, to);
    return stretches.map(collect);
  };
}

/**
 * Tells where in a column's list each group begins, counted from the start of the list; one more than there are groups.
 * Found out when a column is first asked for, since most never are.
 */
function createGroupStarts({ groups, starts, places }: TextPostings): (column: number) => Uint32Array {
  const known: Uint32Array[] = [];
  // Place of each column in `known`, plus one.
  const placeOf = new Uint32Array(starts.length);
  return (column) => {
    if (placeOf[column] === 0) placeOf[column] = known.push(groupStarts(column));
    return known[placeOf[column]! - 1]!;
  };

  function groupStarts(column: number): Uint32Array {
    const own = new Uint32Array(groups.length + 1);
    const start = starts[column]!;
    const end = starts[column + 1]!;
    let at = start;
    groups.forEach((group, index) => {
      while (at < end && places[at]! < group.start) at += 1;
      own[index] = at - start;
    });
    own[groups.length] = end - start;
    return own;
  }
}
