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
  characters: 0.5,
  spelling: 1,
  concepts: 0.45,
};

/** For languages without phrases: their words meet the known ones by chance, concepts carry the meaning. */
export const foreignLanguageWeights: ChannelWeights = {
  words: 0.5,
  characters: 0.5,
  spelling: 0,
  concepts: 1,
};

/** The weights for a language, by whether it has phrases of its own. */
export function channelWeightsFor(hasPhrases: boolean): ChannelWeights {
  return hasPhrases ? ownLanguageWeights : foreignLanguageWeights;
}

/** Column of a hashed feature, or -1 for an unknown one. */
export type ColumnOf = (hash: number) => number;

/**
 * Makes the look-up of a table. Hashes are spread evenly, so their first bits tell to one or two columns where a hash stands;
 * unlike a hash table this is made in one pass, without a jump.
 */
export function createColumnOf({ hashes }: Pick<FeatureTable, 'hashes'>): ColumnOf {
  let bits = 1;
  while (bits < 24 && 2 ** bits < hashes.length) bits += 1;
  const shift = 32 - bits;
  // First column of each beginning; one more than there are beginnings.
  const starts = new Uint32Array(2 ** bits + 1);
  let beginning = 0;
  for (let column = 0; column < hashes.length; column += 1) {
    const own = hashes[column]! >>> shift;
    while (beginning < own) starts[(beginning += 1)] = column;
  }
  starts.fill(hashes.length, beginning + 1);
  return (hash) => {
    const own = hash >>> shift;
    const end = starts[own + 1]!;
    for (let column = starts[own]!; column < end; column += 1) if (hashes[column] === hash) return column;
    return -1;
  };
}

/**
 * The tf-idf vector of an utterance's features: `1+ln tf` times idf, each channel of unit length times its weight, the
 * whole of unit length. Unknown features are left out; a text without known features is the zero vector.
 */
export function vectorOf(
  table: FeatureTable,
  features: FeatureCounts,
  weights: ChannelWeights = ownLanguageWeights,
  columnOf: ColumnOf = createColumnOf(table),
): SparseVector {
  const columns: number[] = [];
  const values: number[] = [];
  for (const channel of channels) {
    const weight = channelWeight(channel, features.spelling.size > 0, weights);
    if (weight === 0) continue;
    const from = values.length;
    let squares = 0;
    for (const [hash, count] of features[channel]) {
      const column = columnOf(hash);
      if (column < 0) continue;
      const value = (1 + Math.log(count)) * (table.idf[column] ?? 0);
      columns.push(column);
      values.push(value);
      squares += value * value;
    }
    scale(values, from, squares === 0 ? 0 : weight / Math.sqrt(squares));
  }
  let squares = 0;
  for (const value of values) squares += value * value;
  scale(values, 0, squares === 0 ? 0 : 1 / Math.sqrt(squares));
  return {
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  };
}

/** The weight of a channel. Where nothing is spelt, as in Chinese, the characters have the weight of both. */
export function channelWeight(channel: Channel, isSpelt: boolean, weights: ChannelWeights): number {
  const isBoth = channel === 'characters' && !isSpelt;
  return isBoth ? Math.hypot(weights.characters, weights.spelling) : weights[channel];
}

function scale(values: number[], from: number, factor: number): void {
  for (let index = from; index < values.length; index += 1) values[index] = (values[index] ?? 0) * factor;
}
