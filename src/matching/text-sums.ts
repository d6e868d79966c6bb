import type { Core } from './core.ts';
import { channels } from './features.ts';
import { createScoringMemory, type ScoringMemory } from './scoring-memory.ts';
import type { SparseVector } from './sparse.ts';
import type { TextFamily, TextPostings } from './text-postings.ts';

/** Groups `from` up to `to`, and what is to be 1 for each word of the utterance that one of their texts has. */
export interface AskedGroups {
  readonly from: number;
  readonly to: number;
  readonly covered: Uint8Array;
}

/** The best of some texts: its place, -1 for none, its cosine, and the sum of all cosines. */
export interface Collected {
  readonly place: number;
  readonly cosine: number;
  readonly sum: number;
}

/** What an utterance has in common with training texts. */
export interface TextSums {
  /** Adds up for the texts of the asked groups. */
  add(vector: SparseVector, asked: readonly AskedGroups[]): void;
  /** Tells the best of the texts at `from` up to `to`, of equals the first, and forgets what was added up for them. */
  collect(from: number, to: number): Collected;
}

const channelCount = channels.length;
/** So many features of an utterance are added at a time; few utterances have more. */
const room = 2048;

/**
 * Makes the sums of a core's texts. The lists of common features and the sums lie in the memory of a kernel. `covered` of the
 * asked groups is told for words alone.
 */
export function createTextSums({ postings, table }: Pick<Core, 'postings' | 'table'>): TextSums {
  const { starts, entries, factors, texts, channelScales } = postings;
  const memory = createScoringMemory({
    features: new Uint32Array(room),
    weights: new Float32Array(room * channelCount),
    covered: new Uint8Array(room),
    starts,
    entries,
    factors,
    texts,
    channelScales,
    // What each channel's features of the utterance give each text, place by place; all zero between calls.
    sums: new Float32Array(texts.length * channelCount),
  });
  const { kernel, at, parts } = memory;
  const records = recordsOf(postings, table);
  const families = postings.families.map((family, place) => {
    const gather = createGather(parts, records, place);
    return { ...createFamilySums(family, postings, memory), gather };
  });
  return {
    add(vector, asked) {
      const wanted = families.filter((family) => family.ask(asked));
      for (let from = 0; from < vector.columns.length && wanted.length > 0; from += room) {
        for (const family of wanted) family.add(family.gather(vector, from));
      }
      for (const family of wanted) family.forget();
    },
    collect(from, to) {
      kernel.collect(at.sums, at.channelScales, at.texts, from, to);
      return { place: kernel.bestPlace.value, cosine: kernel.bestCosine.value, sum: kernel.sumOfCosines.value };
    },
  };
}

/** What is looked up of each column, side by side: it is somewhere else in memory for every one, and waiting for it takes long. */
interface ColumnRecords {
  /** How many numbers there are for a column. */
  readonly size: number;
  /** The channel, at 0; from 2 on the feature in each family, plus one, and 0 where the family has none. */
  readonly integers: Uint32Array;
  /** The idf, at 1. */
  readonly numbers: Float32Array;
}

function recordsOf(
  { families, columns, sharing, shared }: TextPostings,
  { idf, channel }: Core['table'],
): ColumnRecords {
  const size = Math.ceil((2 + families.length) / 4) * 4;
  const integers = new Uint32Array(idf.length * size);
  const numbers = new Float32Array(integers.buffer);
  for (let column = 0; column < idf.length; column += 1) {
    integers[column * size] = channel[column]!;
    numbers[column * size + 1] = idf[column]!;
  }
  families.forEach(({ start, end }, place) => {
    const set = (column: number, feature: number) => (integers[column * size + 2 + place] = feature + 1);
    for (let feature = start; feature < end; feature += 1) set(columns[feature]!, feature);
    shared.forEach((feature, at) => feature >= start && feature < end && set(sharing[at]!, feature));
  });
  return { size, integers, numbers };
}

/** Features of an utterance that a family knows. Those that share lists are one term. */
interface Terms {
  /** Where in the utterance's vector they begin. */
  readonly from: number;
  readonly count: number;
  /** How many of the first terms are of words. */
  readonly ofWords: number;
  /** For each word its term, or `unknown`. */
  readonly wordTerms: Uint16Array;
}

const unknown = 0xffff;

interface TermLists {
  /** Of each term, plus one. */
  readonly features: Uint32Array;
  /** What each term weighs in each channel. */
  readonly weights: Float32Array;
}

/**
 * Makes the reading for one family of an utterance's features from a place on, as many as there is room for, into lists. What
 * it tells holds until the next reading.
 */
function createGather(
  { features, weights }: TermLists,
  { size, integers, numbers }: ColumnRecords,
  family: number,
): (vector: SparseVector, from: number) => Terms {
  // Terms by the hash of their feature, plus one; at least half of the places stay free.
  const buckets = new Uint16Array(room * 2);
  const wordTerms = new Uint16Array(room);
  return ({ columns, values }, from) => {
    const end = Math.min(columns.length, from + room);
    buckets.fill(0);
    weights.fill(0, 0, (end - from) * channelCount);
    let count = 0;
    let words = 0;
    let ofWords = 0;
    for (let at = from; at < end; at += 1) {
      const record = columns[at]! * size;
      const feature = integers[record + 2 + family]!;
      const channel = integers[record]!;
      let term = unknown;
      if (feature > 0) {
        let bucket = Math.imul(feature, 0x9e3779b1) >>> (32 - bucketBits);
        while (buckets[bucket]! > 0 && features[buckets[bucket]! - 1] !== feature) bucket = (bucket + 1) & lastBucket;
        if (buckets[bucket] === 0) {
          features[count] = feature;
          count += 1;
          buckets[bucket] = count;
        }
        term = buckets[bucket]! - 1;
        weights[term * channelCount + channel]! += values[at]! * numbers[record + 1]!;
      }
      // The features of words stand before all others.
      if (channel !== 0) continue;
      wordTerms[words++] = term;
      ofWords = count;
    }
    return { from, count, ofWords, wordTerms: wordTerms.subarray(0, words) };
  };
}

const bucketBits = Math.log2(room * 2);
const lastBucket = room * 2 - 1;

/** Adds up for the texts of one family. */
interface FamilySums {
  /** Keeps in mind which groups are asked; true when some are of the family. */
  ask(asked: readonly AskedGroups[]): boolean;
  add(terms: Terms): void;
  forget(): void;
}

/** The parts of the kernel's memory that are written to here. */
type Memory = ScoringMemory<
  TermLists &
    Pick<TextPostings, 'starts' | 'entries' | 'factors'> & {
      readonly covered: Uint8Array;
      readonly sums: Float32Array;
    }
>;

function createFamilySums(
  { start, rare, groups: own, lists }: TextFamily,
  { groups, placeBits, rareStarts, rareEntries, rareGroups, factors }: TextPostings,
  { kernel, parts, at }: Memory,
): FamilySums {
  const { features, weights, covered, sums } = parts;
  const ordinalOf = new Map(own.map((group, ordinal) => [group, ordinal]));
  const addCommon = parts.entries.BYTES_PER_ELEMENT === 2 ? kernel.addCommonNarrow : kernel.addCommonWide;
  const mask = (1 << placeBits) - 1;
  // Where the sums of each asked group begin, and whom it covers; -1 for the others and between calls.
  const bases = new Int32Array(own.length).fill(-1);
  const coveredOf: Uint8Array[] = [];
  let ordinals: number[] = [];

  /** Adds one rare feature to all asked groups. */
  const addRare = (feature: number, term: number, terms: Terms) => {
    const end = rareStarts[feature + 1]!;
    for (let entry = rareStarts[feature]!; entry < end; entry += 1) {
      const group = rareGroups[entry]!;
      const base = bases[group]!;
      if (base < 0) continue;
      const code = rareEntries[entry]!;
      const into = base + (code & mask) * channelCount;
      const factor = factors[code >>> placeBits]!;
      for (let channel = 0; channel < channelCount; channel += 1) {
        sums[into + channel]! += weights[term * channelCount + channel]! * factor;
      }
      if (term < terms.ofWords) cover(coveredOf[group]!, terms, (other) => other === term);
    }
  };

  return {
    ask(asked) {
      ordinals = [];
      for (const { from, to, covered } of asked) {
        for (let group = from; group < to; group += 1) {
          const ordinal = ordinalOf.get(group);
          if (ordinal === undefined) continue;
          ordinals.push(ordinal);
          bases[ordinal] = groups[group]!.start * channelCount;
          coveredOf[ordinal] = covered;
        }
      }
      return ordinals.length > 0;
    },
    add(terms) {
      const { count, ofWords } = terms;
      for (let term = 0; term < count; term += 1) {
        if (features[term]! > rare) addRare(features[term]! - 1, term, terms);
      }
      for (const ordinal of ordinals) {
        covered.fill(0, 0, ofWords);
        // The list of a feature is found by its number among those of the family.
        const firstList = at.starts + (lists[ordinal]! - start) * 4;
        const firstSum = at.sums + bases[ordinal]! * 4;
        const ofTerms = [at.features, at.weights] as const;
        addCommon(count, ...ofTerms, rare, firstList, at.entries, at.factors, placeBits, firstSum, at.covered);
        cover(coveredOf[ordinal]!, terms, (term) => term < ofWords && covered[term] === 1);
      }
    },
    forget() {
      bases.fill(-1);
    },
  };
}

/** Marks the words whose terms are in the texts. */
function cover(into: Uint8Array, { from, wordTerms }: Terms, isIn: (term: number) => boolean): void {
  for (let word = 0; word < wordTerms.length; word += 1) if (isIn(wordTerms[word]!)) into[from + word] = 1;
}
