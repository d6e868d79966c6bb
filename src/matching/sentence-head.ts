import { createScoringMemory } from './scoring-memory.ts';
import type { SparseVector } from './sparse.ts';
import type { TextPostings } from './text-postings.ts';
import type { ChannelWeights, FeatureTable } from './vectorizer.ts';
import { toUnitLength } from './vectors.ts';

/** The vector of a sentence in whatever language, of length 1, or zero where nothing of it is known; see `vectors.ts`. */
export type EmbedSentence = (text: string) => Float32Array;

/**
 * One linear machine a class over what a sentence means in any language: its vector and the concepts it names. It was
 * trained on the texts of all languages at once, and also serves languages that have no texts.
 */
export interface SentenceHead {
  readonly dimensions: number;
  /** Mean vector of the training texts: what they all have in common tells none of them apart. */
  readonly middle: Float32Array;
  readonly concepts: FeatureTable;
  /** Weights of the vector, `classCount` neighbours a dimension. */
  readonly weights: Float32Array;
  /** Weights of the concepts, `classCount` neighbours a column. */
  readonly conceptWeights: Float32Array;
  readonly bias: Float32Array;
  /** Vectors of the training texts, without the middle and of length 1: `dimensions` codes a text, each times its scale. */
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

/** A sentence as the head sees it: vector and concepts, together of length 1. */
export interface Sentence {
  /** Without the middle, of length 1. */
  readonly vector: Float32Array;
  readonly concepts: SparseVector;
  /** What both are multiplied by. */
  readonly factor: number;
}

/** How near a class's texts come in meaning. */
export interface MeaningNearness {
  /** Training text with the largest cosine; -1 where the class has none. */
  readonly text: number;
  /** Its cosine, -1 to 1. */
  readonly cosine: number;
}

/** The weights under which a text's features are its concepts. */
export const onlyConcepts: ChannelWeights = { words: 0, characters: 0, spelling: 0, concepts: 1 };

/** Puts vector and concepts of a text together. */
export function sentenceOf(middle: Float32Array, vector: Float32Array, concepts: SparseVector): Sentence {
  const own = new Float32Array(middle.length);
  for (let at = 0; at < own.length; at += 1) own[at] = vector[at]! - middle[at]!;
  return { vector: toUnitLength(own), concepts, factor: concepts.columns.length > 0 ? Math.SQRT1_2 : 1 };
}

/** Asks a head about sentences. */
export interface SentenceScorer {
  /** Margin of each class: above 0 speaks for it. */
  margins(sentence: Sentence): Float32Array;
  /** The nearest text of a class, those in the language family `except` left aside. */
  nearest(sentence: Sentence, label: number, except?: string): MeaningNearness;
}

/** Makes the scorer; `postings` knows which texts are whose. */
export function createSentenceScorer(head: SentenceHead, postings: TextPlaces): SentenceScorer {
  const { dimensions, weights, conceptWeights, bias } = head;
  const classCount = bias.length;
  return {
    nearest: createNearestMeaning(head, postings),
    margins({ vector, concepts: named, factor }) {
      const margins = bias.slice();
      const add = (from: number, value: number, table: Float32Array) => {
        for (let label = 0; label < classCount; label += 1) margins[label]! += value * table[from + label]!;
      };
      for (let at = 0; at < dimensions; at += 1) add(at * classCount, vector[at]! * factor, weights);
      named.columns.forEach((column, at) => add(column * classCount, named.values[at]! * factor, conceptWeights));
      return margins;
    },
  };
}

type TextPlaces = Pick<TextPostings, 'groups' | 'classes' | 'texts'>;

/** Vectors are asked in steps of one to so many. */
const querySteps = 32_767;

/** Makes the look-up of the nearest text, in the memory of a kernel, where the vectors lie by place and not by text. */
function createNearestMeaning(
  { dimensions, codes, scales }: SentenceHead,
  { groups, classes, texts }: TextPlaces,
): SentenceScorer['nearest'] {
  const length = Math.ceil(dimensions / 8) * 8;
  const { kernel, parts, at } = createScoringMemory({
    vector: new Int16Array(length),
    codes: new Int8Array(texts.length * length),
    scales: Float32Array.from(texts, (text) => scales[text]! / querySteps),
  });
  texts.forEach((text, place) => {
    parts.codes.set(codes.subarray(text * dimensions, (text + 1) * dimensions), place * length);
  });
  return ({ vector }, label, except) => {
    for (let index = 0; index < dimensions; index += 1) parts.vector[index] = Math.round(vector[index]! * querySteps);
    kernel.forget();
    const { from, to } = classes[label]!;
    for (let group = from; group < to; group += 1) {
      const { family, start, end } = groups[group]!;
      if (family !== except) kernel.nearest(at.vector, at.codes, at.scales, start, end, length);
    }
    const place = kernel.bestPlace.value;
    return place < 0 ? { text: -1, cosine: 0 } : { text: texts[place]!, cosine: Math.min(1, kernel.bestCosine.value) };
  };
}
