import type { FeatureCounts } from './features.ts';
import { channels } from './features.ts';
import type { SparseRows } from './sparse.ts';
import { ownLanguageWeights, type FeatureTable } from './vectorizer.ts';

/** Phrases by feature and by class, for look-up without a trained machine. Phrases of one class stand together. */
export interface PhraseIndex {
  readonly classCount: number;
  readonly table: FeatureTable;
  /** Features of each phrase; rows of unit length. */
  readonly rows: SparseRows;
  /** Phrases of each feature: the rows from `starts[column]` up to `starts[column + 1]`. */
  readonly postings: Pick<SparseRows, 'starts' | 'columns'> & {
    /** The values of the rows in 255 steps from 0 to 1: near enough to choose candidates, at a quarter of the memory. */
    readonly values: Uint8Array;
  };
  /** Class of each phrase, ascending. */
  readonly labels: Uint32Array;
  /** First phrase of each class; one more than there are classes. */
  readonly classStarts: Uint32Array;
  /** Length of the sum of the vectors of each class; 0 for a class without phrases. */
  readonly sumNorms: Float64Array;
}

/**
 * Builds the index in time and memory proportional to the features of all phrases. `featuresOf` is asked once a phrase, in
 * order, and its answer is not kept: the maps of half a million phrases would fill the memory. `labels` must ascend.
 */
export function buildPhraseIndex(
  labels: Uint32Array,
  classCount: number,
  featuresOf: (phrase: number) => FeatureCounts,
): PhraseIndex {
  const collected = collect(labels.length, featuresOf);
  const { table, columnOf } = toTable(collected, labels.length);
  const rows = toUnitRows(collected, table, columnOf);
  const classStarts = new Uint32Array(classCount + 1);
  for (const label of labels) classStarts[label + 1]! += 1;
  for (let label = 0; label < classCount; label += 1) classStarts[label + 1]! += classStarts[label]!;
  return {
    classCount,
    table,
    rows,
    postings: toPostings(rows, table.hashes.length),
    labels,
    classStarts,
    sumNorms: sumNormsOf(rows, classStarts, table.hashes.length),
  };
}

/** Features of all phrases, one after the other; columns in the order in which features were first seen. */
interface Collected {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly counts: Uint8Array;
  readonly hashes: readonly number[];
  readonly channelOf: readonly number[];
}

function collect(phraseCount: number, featuresOf: (phrase: number) => FeatureCounts): Collected {
  const known = new Map<number, number>();
  const channelOf: number[] = [];
  const starts = new Uint32Array(phraseCount + 1);
  let columns = new Uint32Array(1024);
  let counts = new Uint8Array(1024);
  let length = 0;
  for (let phrase = 0; phrase < phraseCount; phrase += 1) {
    const features = featuresOf(phrase);
    for (let channel = 0; channel < channels.length; channel += 1) {
      for (const [hash, count] of features[channels[channel]!]) {
        let column = known.get(hash);
        if (column === undefined) {
          column = known.size;
          known.set(hash, column);
          channelOf.push(channel);
        }
        if (length === columns.length) {
          columns = enlarged(columns, new Uint32Array(length * 2));
          counts = enlarged(counts, new Uint8Array(length * 2));
        }
        columns[length] = column;
        counts[length] = Math.min(255, count);
        length += 1;
      }
    }
    starts[phrase + 1] = length;
  }
  return {
    starts,
    columns: columns.slice(0, length),
    counts: counts.slice(0, length),
    hashes: [...known.keys()],
    channelOf,
  };
}

function enlarged<T extends Uint32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** The table of features with ascending hashes, and the column in it of each column in order of appearance. */
function toTable(
  { columns, hashes, channelOf }: Collected,
  phraseCount: number,
): { table: FeatureTable; columnOf: Uint32Array } {
  const frequency = new Uint32Array(hashes.length);
  for (const column of columns) frequency[column]! += 1;
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]!);
  const columnOf = new Uint32Array(hashes.length);
  order.forEach((seen, column) => {
    columnOf[seen] = column;
  });
  const table = {
    hashes: Uint32Array.from(order, (seen) => hashes[seen]!),
    idf: Float32Array.from(order, (seen) => Math.log((1 + phraseCount) / (1 + frequency[seen]!)) + 1),
    channel: Uint8Array.from(order, (seen) => channelOf[seen]!),
  };
  return { table, columnOf };
}

/**
 * The vectors of `vectorOf`, for all phrases at once: each channel of unit length times its weight, then the whole. The
 * collected columns are overwritten: there is no memory to spare for both.
 */
function toUnitRows({ starts, columns, counts }: Collected, table: FeatureTable, columnOf: Uint32Array): SparseRows {
  const values = new Float32Array(columns.length);
  const squares = new Float64Array(channels.length);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    squares.fill(0);
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) {
      const column = columnOf[columns[at]!]!;
      const value = (1 + Math.log(counts[at]!)) * table.idf[column]!;
      columns[at] = column;
      values[at] = value;
      squares[table.channel[column]!]! += value * value;
    }
    let whole = 0;
    channels.forEach((channel, index) => {
      if (squares[index]! > 0) whole += ownLanguageWeights[channel] ** 2;
    });
    const factors = channels.map((channel, index) => ownLanguageWeights[channel] / Math.sqrt(squares[index]! * whole));
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) values[at]! *= factors[table.channel[columns[at]!]!]!;
  }
  return { starts, columns, values };
}

/** The rows by column, values in 255 steps. */
function toPostings({ starts, columns, values }: SparseRows, columnCount: number): PhraseIndex['postings'] {
  const from = new Uint32Array(columnCount + 1);
  for (const column of columns) from[column + 1]! += 1;
  for (let column = 0; column < columnCount; column += 1) from[column + 1]! += from[column]!;
  const next = from.slice();
  const phrases = new Uint32Array(columns.length);
  const steps = new Uint8Array(columns.length);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) {
      const to = next[columns[at]!]!++;
      phrases[to] = row;
      // Never 0: a phrase that was met is told by its value.
      steps[to] = Math.max(1, Math.round(values[at]! * 255));
    }
  }
  return { starts: from, columns: phrases, values: steps };
}

function sumNormsOf(
  { starts, columns, values }: SparseRows,
  classStarts: Uint32Array,
  columnCount: number,
): Float64Array {
  const norms = new Float64Array(classStarts.length - 1);
  const sum = new Float64Array(columnCount);
  for (let label = 0; label < norms.length; label += 1) {
    const from = starts[classStarts[label]!]!;
    const to = starts[classStarts[label + 1]!]!;
    for (let at = from; at < to; at += 1) sum[columns[at]!]! += values[at]!;
    let squares = 0;
    // Each column is counted when it is met first and cleared, so that its other occurrences add nothing.
    for (let at = from; at < to; at += 1) {
      squares += sum[columns[at]!]! ** 2;
      sum[columns[at]!] = 0;
    }
    norms[label] = Math.sqrt(squares);
  }
  return norms;
}
