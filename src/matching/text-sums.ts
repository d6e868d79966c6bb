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
    weights: new Float32Array(room),
    channelOf: new Uint8Array(room),
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
  const featureOf = featuresByColumn(postings, table.hashes.length);
  const families = postings.families.map((family, place) =>
    createFamilySums(family, postings, memory, (column) => featureOf[column * postings.families.length + place]!),
  );
  return {
    add(vector, asked) {
      const wanted = families.filter((family) => family.ask(asked));
      for (let from = 0; from < vector.columns.length && wanted.length > 0; from += room) {
        const terms = readTerms(parts, vector, from, table);
        for (const family of wanted) family.add(terms);
      }
      for (const family of wanted) family.forget();
    },
    collect(from, to) {
      kernel.collect(at.sums, at.channelScales, at.texts, from, to);
      return { place: kernel.bestPlace.value, cosine: kernel.bestCosine.value, sum: kernel.sumOfCosines.value };
    },
  };
}

/** For each column its feature in each family, plus one; 0 for a column that the family has not. */
function featuresByColumn({ families, columns }: TextPostings, columnCount: number): Uint32Array {
  const features = new Uint32Array(columnCount * families.length);
  families.forEach(({ start, end }, place) => {
    for (let feature = start; feature < end; feature += 1) {
      features[columns[feature]! * families.length + place] = feature + 1;
    }
  });
  return features;
}

/** Features of an utterance: columns `columns` of the table, at `from` up to `to` in its vector; the first `words` are words. */
interface Terms {
  readonly columns: Uint32Array;
  readonly from: number;
  readonly count: number;
  readonly words: number;
}

interface TermLists {
  readonly weights: Float32Array;
  readonly channelOf: Uint8Array;
}

/** Reads the features of an utterance from a place on into lists, as many as there is room for. */
function readTerms(
  { weights, channelOf }: TermLists,
  { columns, values }: SparseVector,
  from: number,
  { idf, channel }: Core['table'],
): Terms {
  const count = Math.min(columns.length - from, room);
  let words = 0;
  for (let term = 0; term < count; term += 1) {
    const column = columns[from + term]!;
    weights[term] = values[from + term]! * idf[column]!;
    channelOf[term] = channel[column]!;
    if (channel[column] === 0) words = term + 1;
  }
  return { columns, from, count, words };
}

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
      readonly features: Uint32Array;
      readonly covered: Uint8Array;
      readonly sums: Float32Array;
    }
>;

function createFamilySums(
  { start, rare, groups: own, lists }: TextFamily,
  { groups, placeBits, rareStarts, rareEntries, rareGroups, factors }: TextPostings,
  { kernel, parts, at }: Memory,
  featureOf: (column: number) => number,
): FamilySums {
  const { features, weights, channelOf, covered, sums } = parts;
  const ordinalOf = new Map(own.map((group, ordinal) => [group, ordinal]));
  const addCommon = parts.entries.BYTES_PER_ELEMENT === 2 ? kernel.addCommonNarrow : kernel.addCommonWide;
  const mask = (1 << placeBits) - 1;
  // Where the sums of each asked group begin, and whom it covers; -1 for the others and between calls.
  const bases = new Int32Array(own.length).fill(-1);
  const coveredOf: Uint8Array[] = [];
  let ordinals: number[] = [];

  /** Adds one rare feature to all asked groups. */
  const addRare = (feature: number, term: number, place: number) => {
    const weight = weights[term]!;
    const channel = channelOf[term]!;
    const end = rareStarts[feature + 1]!;
    for (let entry = rareStarts[feature]!; entry < end; entry += 1) {
      const group = rareGroups[entry]!;
      const base = bases[group]!;
      if (base < 0) continue;
      const code = rareEntries[entry]!;
      sums[base + channel + (code & mask) * channelCount]! += weight * factors[code >>> placeBits]!;
      coveredOf[group]![place] = 1;
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
    add({ columns, from, count, words }) {
      for (let term = 0; term < count; term += 1) {
        const feature = featureOf(columns[from + term]!);
        features[term] = feature;
        if (feature > rare) addRare(feature - 1, term, from + term);
      }
      for (const ordinal of ordinals) {
        covered.fill(0, 0, words);
        // The list of a feature is found by its number among those of the family.
        const firstList = at.starts + (lists[ordinal]! - start) * 4;
        const firstSum = at.sums + bases[ordinal]! * 4;
        const ofTerms = [at.features, at.weights, at.channelOf] as const;
        addCommon(count, ...ofTerms, rare, firstList, at.entries, at.factors, placeBits, firstSum, at.covered);
        const into = coveredOf[ordinal]!;
        for (let term = 0; term < words; term += 1) if (covered[term] === 1) into[from + term] = 1;
      }
    },
    forget() {
      bases.fill(-1);
    },
  };
}
