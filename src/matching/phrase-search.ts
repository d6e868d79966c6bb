import type { PhraseIndex } from './phrase-index.ts';
import type { SparseVector } from './sparse.ts';

/** A class proposed for a vector. */
export interface ClassScore {
  readonly label: number;
  /** The fused score, 0 to 1, by which classes are ranked. */
  readonly score: number;
  /** Largest cosine with a phrase of the class. */
  readonly nearest: number;
  /** The two phrases of the class with the largest cosines, or the one there is. */
  readonly phrases: readonly number[];
  /** Cosine with the centre of the class. */
  readonly centre: number;
  /** Length of the sum of its phrases' vectors. */
  readonly sumNorm: number;
}

/** Phrases to be taken for not there, while the confidence is learned. */
export interface Hidden {
  /** A phrase that is itself the question. */
  readonly phrase?: number;
  /** Length of the part of its vector that the question kept. Default 1. */
  readonly kept?: number;
  /** A class. */
  readonly label?: number;
}

/** Settings of the search; the defaults are measured in `docs/design.md`, "Growth". */
export interface SearchOptions {
  /** Entries of posting lists that are read at most, but always the most telling list. Default 20 000. */
  readonly budget?: number;
  /** Phrases that propose their class. Default 100. */
  readonly phrases?: number;
  /** Classes that are scored exactly at most. Default 20. */
  readonly classes?: number;
}

/** Weight of the two nearest phrases against the centre of the class in the fused score. */
export const nearestWeight = 0.4;

/** Proposes classes for a vector of the index's features, best first. */
export type SearchPhrases = (vector: SparseVector, hidden?: Hidden) => ClassScore[];

/** Partial cosines are told apart in so many steps when candidates are chosen. */
const steps = 512;

/**
 * Makes the search over an index. Candidates come from the posting lists, the most telling features first and within a fixed
 * budget, so that features of every second phrase cost nothing; only candidates are scored exactly, against all phrases of
 * their class. Scratch memory is kept between calls: a search is not to be called from within itself.
 */
export function createPhraseSearch(index: PhraseIndex, options: SearchOptions = {}): SearchPhrases {
  const { classes = 20 } = options;
  const propose = createProposer(index, options);
  const query = new Float32Array(index.table.hashes.length);

  return (vector, hidden = {}) => {
    const labels = propose(vector, hidden, classes);
    spread(vector, query);
    const found = labels.flatMap((label) => scoreClass(index, query, label, hidden) ?? []);
    for (const column of vector.columns) query[column] = 0;
    return found.sort((a, b) => b.score - a.score || a.label - b.label);
  };
}

/** Writes a vector into an array with a place for each column. */
export function spread({ columns, values }: SparseVector, into: Float32Array): void {
  for (let at = 0; at < columns.length; at += 1) into[columns[at]!] = values[at]!;
}

/** Makes the choice of classes whose phrases share the most telling features with a vector. */
function createProposer(
  { postings, labels, table }: PhraseIndex,
  { budget = 20_000, phrases = 100 }: SearchOptions,
): (vector: SparseVector, hidden: Hidden, limit: number) => number[] {
  const partial = new Float32Array(labels.length);
  const touched = new Uint32Array(labels.length);
  const lengthOf = (column: number) => postings.starts[column + 1]! - postings.starts[column]!;

  return ({ columns, values }, hidden, limit) => {
    const order = Array.from(columns.keys()).sort(
      (a, b) =>
        values[b]! * table.idf[columns[b]!]! - values[a]! * table.idf[columns[a]!]! || columns[a]! - columns[b]!,
    );
    let count = 0;
    let left = budget;
    for (const at of order) {
      const column = columns[at]!;
      const length = lengthOf(column);
      // What is too long for the rest of the budget tells little; shorter lists behind it may still fit.
      if (length > left && count > 0) continue;
      left -= length;
      const value = values[at]! / 255;
      for (let entry = postings.starts[column]!; entry < postings.starts[column + 1]!; entry += 1) {
        const phrase = postings.columns[entry]!;
        if (partial[phrase] === 0) touched[count++] = phrase;
        partial[phrase]! += value * postings.values[entry]!;
      }
    }
    const best = new Map<number, number>();
    for (const phrase of largest(touched.subarray(0, count), partial, phrases)) {
      const label = labels[phrase]!;
      if (phrase === hidden.phrase || label === hidden.label) continue;
      best.set(label, Math.max(best.get(label) ?? 0, partial[phrase]!));
    }
    for (let at = 0; at < count; at += 1) partial[touched[at]!] = 0;
    return [...best]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([label]) => label);
  };
}

/** At least `count` of the phrases with the largest values (all where there are fewer), in linear time. */
function largest(phrases: Uint32Array, values: Float32Array, count: number): Uint32Array {
  if (phrases.length <= count) return phrases;
  const step = (phrase: number) => Math.min(steps - 1, Math.floor(values[phrase]! * steps));
  const histogram = new Uint32Array(steps);
  for (const phrase of phrases) histogram[step(phrase)]! += 1;
  let from = steps - 1;
  for (let sum = histogram[from]!; sum < count && from > 0; sum += histogram[from]!) from -= 1;
  return phrases.filter((phrase) => step(phrase) >= from);
}

/** Scores a class against a query that is spread over all columns; undefined where no phrase is left or none is near. */
function scoreClass(
  { rows, classStarts, sumNorms }: PhraseIndex,
  query: Float32Array,
  label: number,
  hidden: Hidden,
): ClassScore | undefined {
  let first = -1;
  let second = -1;
  let nearest = 0;
  let next = 0;
  let sum = 0;
  let squares = sumNorms[label]! ** 2;
  for (let phrase = classStarts[label]!; phrase < classStarts[label + 1]!; phrase += 1) {
    const cosine = dot(rows.columns, rows.values, rows.starts[phrase]!, rows.starts[phrase + 1]!, query);
    if (phrase === hidden.phrase) {
      squares -= 1;
      continue;
    }
    sum += cosine;
    if (cosine > nearest) {
      [second, next] = [first, nearest];
      [first, nearest] = [phrase, cosine];
    } else if (cosine > next) [second, next] = [phrase, cosine];
  }
  if (first < 0) return undefined;
  // The length of the sum without that phrase: the cosines with the others are known, since it is the question.
  if (hidden.phrase !== undefined && isIn(classStarts, label, hidden.phrase)) squares -= 2 * sum * (hidden.kept ?? 1);
  const sumNorm = Math.sqrt(Math.max(1, squares));
  const centre = sum / sumNorm;
  const phrases = second < 0 ? [first] : [first, second];
  const near = (nearest + next) / phrases.length;
  return { label, score: nearestWeight * near + (1 - nearestWeight) * centre, nearest, phrases, centre, sumNorm };
}

function isIn(classStarts: Uint32Array, label: number, phrase: number): boolean {
  return phrase >= classStarts[label]! && phrase < classStarts[label + 1]!;
}

function dot(columns: Uint32Array, values: Float32Array, from: number, to: number, query: Float32Array): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += query[columns[at]!]! * values[at]!;
  return sum;
}
