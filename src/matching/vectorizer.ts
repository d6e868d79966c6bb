import { channels, type Channel, type FeatureCounts } from './features.ts';
import type { SparseVector } from './sparse.ts';

/** Known features: hashes in ascending order, the channel and the inverse document frequency of each. */
export interface FeatureTable {
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  /** Index into `channels`. */
  readonly channel: Uint8Array;
}

/** Weight of each channel before the vector as a whole is normalized. */
export type ChannelWeights = Readonly<Record<Channel, number>>;

/** For languages that have phrases of their own: words say most. */
export const ownLanguageWeights: ChannelWeights = {
  words: 1,
  characters: 1,
  concepts: 0.45,
};

/** For languages without phrases: their words meet the known ones by chance, concepts carry the meaning. */
export const foreignLanguageWeights: ChannelWeights = {
  words: 0.5,
  characters: 0.5,
  concepts: 1,
};

/** Learns the table from the features of all training texts; idf is `ln((1+N)/(1+df))+1`. */
export function fitFeatures(documents: readonly FeatureCounts[]): FeatureTable {
  const frequency = new Map<number, number>();
  const channelOf = new Map<number, number>();
  for (const document of documents) {
    channels.forEach((channel, index) => {
      for (const hash of document[channel].keys()) {
        frequency.set(hash, (frequency.get(hash) ?? 0) + 1);
        channelOf.set(hash, index);
      }
    });
  }
  const hashes = Uint32Array.from(frequency.keys()).sort();
  const idf = new Float32Array(hashes.length);
  const channel = new Uint8Array(hashes.length);
  hashes.forEach((hash, index) => {
    idf[index] = Math.log((1 + documents.length) / (1 + (frequency.get(hash) ?? 0))) + 1;
    channel[index] = channelOf.get(hash) ?? 0;
  });
  return { hashes, idf, channel };
}

/** Column of a hash, or -1 for an unknown feature. Binary search. */
export function columnOf(table: FeatureTable, hash: number): number {
  let low = 0;
  let high = table.hashes.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = table.hashes[middle] ?? 0;
    if (found === hash) return middle;
    if (found < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * The tf-idf vector of an utterance's features: `1+ln tf` times idf, each channel of unit length times its weight, the
 * whole of unit length. Unknown features are left out; a text without known features is the zero vector.
 */
export function vectorOf(
  table: FeatureTable,
  features: FeatureCounts,
  weights: ChannelWeights = ownLanguageWeights,
): SparseVector {
  const columns: number[] = [];
  const values: number[] = [];
  for (const channel of channels) {
    const from = values.length;
    let squares = 0;
    for (const [hash, count] of features[channel]) {
      const column = columnOf(table, hash);
      if (column < 0) continue;
      const value = (1 + Math.log(count)) * (table.idf[column] ?? 0);
      columns.push(column);
      values.push(value);
      squares += value * value;
    }
    scale(values, from, squares === 0 ? 0 : weights[channel] / Math.sqrt(squares));
  }
  let squares = 0;
  for (const value of values) squares += value * value;
  scale(values, 0, squares === 0 ? 0 : 1 / Math.sqrt(squares));
  return {
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  };
}

function scale(values: number[], from: number, factor: number): void {
  for (let index = from; index < values.length; index += 1) values[index] = (values[index] ?? 0) * factor;
}
