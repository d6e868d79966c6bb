import type { Core } from './core.ts';
import { channels } from './features.ts';
import type { SparseVector } from './sparse.ts';
import { featuresByColumn, type TextFamily, type TextPostings } from './text-postings.ts';

/** Groups `from` up to `to`, and what is to be 1 for each feature of the utterance that one of their texts has. */
export interface AskedGroups {
  readonly from: number;
  readonly to: number;
  readonly covered: Uint8Array;
}

/**
 * Adds what an utterance has in common with the texts of one language family to the sums of the asked groups; those of
 * other families are left aside.
 */
export type AddFamily = (vector: SparseVector, asked: readonly AskedGroups[]) => void;

const channelCount = channels.length;

/** Makes the adder of a family. `sums` has one number for each place and channel. */
export function createAddFamily(
  { start, rare, end, groups: own, lists }: TextFamily,
  { postings, table }: Pick<Core, 'postings' | 'table'>,
  sums: Float64Array,
): AddFamily {
  const { groups, columns } = postings;
  const featureOf = featuresByColumn(columns, start, end, table.hashes.length);
  const ordinalOf = new Map(own.map((group, ordinal) => [group, ordinal]));
  // Where the sums of each asked group begin, and whom it covers; -1 for the others and between calls.
  const bases = new Int32Array(own.length).fill(-1);
  const coveredOf: Uint8Array[] = [];
  let terms = emptyTerms(512);

  return (vector, asked) => {
    const ordinals: number[] = [];
    for (const { from, to, covered } of asked) {
      for (let group = from; group < to; group += 1) {
        const ordinal = ordinalOf.get(group);
        if (ordinal === undefined) continue;
        ordinals.push(ordinal);
        bases[ordinal] = groups[group]!.start * channelCount;
        coveredOf[ordinal] = covered;
      }
    }
    if (ordinals.length === 0) return;
    if (terms.places.length < vector.columns.length) terms = emptyTerms(vector.columns.length * 2);
    readTerms(terms, vector, featureOf, table);
    for (let term = 0; term < terms.length; term += 1) {
      if (terms.features[term]! >= rare) addRare(postings, terms, term, { bases, coveredOf, sums });
    }
    for (const ordinal of ordinals) {
      const into = { base: bases[ordinal]!, covered: coveredOf[ordinal]!, sums };
      addCommon(postings, terms, lists[ordinal]! - start, rare, into);
    }
    bases.fill(-1);
  };
}

/** The features of an utterance that a family has; only the first `length` of each array are meant. */
interface Terms {
  length: number;
  /** Place of each in the vector. */
  readonly places: Uint32Array;
  readonly features: Uint32Array;
  readonly weights: Float64Array;
  readonly channels: Uint8Array;
}

function emptyTerms(room: number): Terms {
  return {
    length: 0,
    places: new Uint32Array(room),
    features: new Uint32Array(room),
    weights: new Float64Array(room),
    channels: new Uint8Array(room),
  };
}

/** Reads the features of an utterance into `terms`, which has room for them. */
function readTerms(
  terms: Terms,
  { columns, values }: SparseVector,
  featureOf: Uint32Array,
  { idf, channel }: Core['table'],
): void {
  const { places, features, weights, channels: channelOf } = terms;
  let length = 0;
  for (let place = 0; place < columns.length; place += 1) {
    const column = columns[place]!;
    const feature = featureOf[column]!;
    if (feature === 0) continue;
    places[length] = place;
    features[length] = feature - 1;
    weights[length] = values[place]! * idf[column]!;
    channelOf[length] = channel[column]!;
    length += 1;
  }
  terms.length = length;
}

/** Adds one rare feature to all asked groups. */
function addRare(
  { rareStarts, rareEntries, rareGroups, factors, placeBits }: TextPostings,
  { places, features, weights, channels: channelOf }: Terms,
  term: number,
  { bases, coveredOf, sums }: { bases: Int32Array; coveredOf: readonly Uint8Array[]; sums: Float64Array },
): void {
  const mask = (1 << placeBits) - 1;
  const weight = weights[term]!;
  const feature = features[term]!;
  const end = rareStarts[feature + 1]!;
  for (let at = rareStarts[feature]!; at < end; at += 1) {
    const group = rareGroups[at]!;
    const base = bases[group]!;
    if (base < 0) continue;
    const entry = rareEntries[at]!;
    sums[base + channelOf[term]! + (entry & mask) * channelCount]! += weight * factors[entry >>> placeBits]!;
    coveredOf[group]![places[term]!] = 1;
  }
}

/**
 * Adds all common features to one asked group. Here most of a ranking's time is spent: four entries at a time take half as
 * long as one.
 */
function addCommon(
  { starts, entries, factors, placeBits }: TextPostings,
  { length, places, features, weights, channels: channelOf }: Terms,
  firstList: number,
  rare: number,
  { base, covered, sums }: { base: number; covered: Uint8Array; sums: Float64Array },
): void {
  const mask = (1 << placeBits) - 1;
  for (let term = 0; term < length; term += 1) {
    const feature = features[term]!;
    if (feature >= rare) continue;
    const start = starts[firstList + feature]!;
    const end = starts[firstList + feature + 1]!;
    if (start === end) continue;
    covered[places[term]!] = 1;
    const weight = weights[term]!;
    const into = base + channelOf[term]!;
    let at = start;
    for (; at + 3 < end; at += 4) {
      const entryA = entries[at]!;
      const entryB = entries[at + 1]!;
      const entryC = entries[at + 2]!;
      const entryD = entries[at + 3]!;
      const a = into + (entryA & mask) * channelCount;
      const b = into + (entryB & mask) * channelCount;
      const c = into + (entryC & mask) * channelCount;
      const d = into + (entryD & mask) * channelCount;
      // No two are the same, so all may be read before the first is written.
      const sumA = sums[a]! + weight * factors[entryA >>> placeBits]!;
      const sumB = sums[b]! + weight * factors[entryB >>> placeBits]!;
      const sumC = sums[c]! + weight * factors[entryC >>> placeBits]!;
      const sumD = sums[d]! + weight * factors[entryD >>> placeBits]!;
      sums[a] = sumA;
      sums[b] = sumB;
      sums[c] = sumC;
      sums[d] = sumD;
    }
    for (; at < end; at += 1) {
      const entry = entries[at]!;
      sums[into + (entry & mask) * channelCount]! += weight * factors[entry >>> placeBits]!;
    }
  }
}
