import type { Utterance } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import { isUnspaced } from '../language/tokenize.ts';
import type { SpotConcepts } from './concepts.ts';
import {
  distinctConcepts,
  visitConcepts,
  visitRunCharacters,
  visitRuns,
  visitWordCharacters,
  visitWords,
  visitWordSpelling,
  type Channel,
} from './features.ts';
import type { SparseVector } from './sparse.ts';
import { channelWeight, type ChannelWeights, type ColumnOf, type FeatureTable } from './vectorizer.ts';

/** The vector of an utterance. */
export type Vectorize = (utterance: Utterance, weights: ChannelWeights) => SparseVector;

/** Known features of one word, in order, as columns of the table. */
interface WordColumns {
  readonly characters: Uint32Array;
  readonly spelling: Uint32Array;
}

/**
 * Makes the short way from an utterance to its vector: the same as `vectorOf` of `featuresOf`, bit for bit, but features
 * are counted by column and those of words that were met before are remembered. Scratch memory is kept between calls: it is
 * not to be called from within itself.
 */
export function createVectorize(table: FeatureTable, spot: SpotConcepts, columnOf: ColumnOf): Vectorize {
  const columnsOfWord = createWordColumns(columnOf);
  const counted = createCounter(table);
  const addHash = (hash: number) => {
    const column = columnOf(hash);
    if (column >= 0) counted.add(column);
  };

  const visitors: Readonly<Record<Channel, (utterance: Utterance) => void>> = {
    words: ({ stems }) => visitWords(stems, addHash),
    characters: ({ tokens, language }) => {
      const family = familyOf(language);
      visitRuns(tokens, {
        word: (token) => addAll(columnsOfWord(token, family).characters),
        run: (run) => visitRunCharacters(run, addHash),
      });
    },
    concepts: (utterance) => visitConcepts(distinctConcepts(utterance, spot), addHash),
    spelling: ({ tokens, language }) => {
      const family = familyOf(language);
      for (const token of tokens) addAll(columnsOfWord(token, family).spelling);
    },
  };
  const addAll = (columns: Uint32Array) => {
    for (let at = 0; at < columns.length; at += 1) counted.add(columns[at]!);
  };

  return (utterance, weights) => {
    const { tokens } = utterance;
    const isSpelt = tokens.length > 0 && !tokens.some(isUnspaced);
    for (const channel of ['words', 'characters', 'concepts', 'spelling'] as const) {
      const weight = channelWeight(channel, isSpelt, weights);
      if (weight === 0 || (channel === 'spelling' && !isSpelt)) continue;
      visitors[channel](utterance);
      counted.endChannel(weight);
    }
    return counted.take();
  };
}

/** Longer words are mostly addresses and codes, which do not come again. */
const longestRemembered = 24;
/** Words that are remembered at most in each language family: about 3 MB. */
const mostRemembered = 5000;

function createWordColumns(columnOf: ColumnOf): (token: string, family: string) => WordColumns {
  const families = new Map<string, Map<string, WordColumns>>();
  return (token, family) => {
    let known = families.get(family);
    if (known === undefined) {
      known = new Map();
      families.set(family, known);
    }
    const found = known.get(token);
    if (found !== undefined) return found;
    const columns = find(token, family);
    if (token.length <= longestRemembered) {
      // Cheaper than to know which were used last; frequent words are back at once.
      if (known.size >= mostRemembered) known.clear();
      known.set(token, columns);
    }
    return columns;
  };

  function find(token: string, family: string): WordColumns {
    const characters: number[] = [];
    const spelling: number[] = [];
    const into = (columns: number[]) => (hash: number) => {
      const column = columnOf(hash);
      if (column >= 0) columns.push(column);
    };
    visitWordCharacters(token, into(characters));
    visitWordSpelling(token, family, into(spelling));
    return { characters: Uint32Array.from(characters), spelling: Uint32Array.from(spelling) };
  }
}

/** Counts the features of one channel after the other, and gives the vector. */
interface Counter {
  add(column: number): void;
  /** Turns the counts of this channel into values of length `weight` together. */
  endChannel(weight: number): void;
  /** The vector, of unit length; the counter is empty again. */
  take(): SparseVector;
}

function createCounter({ hashes, idf }: FeatureTable): Counter {
  let columns = new Uint32Array(1024);
  let values = new Float64Array(1024);
  let length = 0;
  let channelStart = 0;
  // Place of each column in this channel's part of `columns`, plus one; all zero between channels.
  const placeOf = new Uint32Array(hashes.length);

  const grow = () => {
    const larger = { columns: new Uint32Array(length * 2), values: new Float64Array(length * 2) };
    larger.columns.set(columns);
    larger.values.set(values);
    ({ columns, values } = larger);
  };
  const scale = (from: number, wanted: number) => {
    let squares = 0;
    for (let at = from; at < length; at += 1) squares += values[at]! * values[at]!;
    const factor = squares === 0 ? 0 : wanted / Math.sqrt(squares);
    for (let at = from; at < length; at += 1) values[at]! *= factor;
  };

  return {
    add(column) {
      const place = placeOf[column]!;
      if (place > 0) {
        values[place - 1]! += 1;
        return;
      }
      if (length === columns.length) grow();
      columns[length] = column;
      values[length] = 1;
      length += 1;
      placeOf[column] = length;
    },
    endChannel(weight) {
      for (let at = channelStart; at < length; at += 1) {
        const column = columns[at]!;
        placeOf[column] = 0;
        values[at] = (1 + Math.log(values[at]!)) * idf[column]!;
      }
      scale(channelStart, weight);
      channelStart = length;
    },
    take() {
      scale(0, 1);
      const vector = { columns: columns.slice(0, length), values: Float32Array.from(values.subarray(0, length)) };
      length = 0;
      channelStart = 0;
      return vector;
    },
  };
}
