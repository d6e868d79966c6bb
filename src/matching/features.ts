import type { Utterance } from '../language/analyze.ts';
import { isUnspaced } from '../language/tokenize.ts';
import type { SpotConcepts } from './concepts.ts';
import { hashRange, hashText } from './hash.ts';

/** Feature channels, in the order in which vectors keep them. */
export const channels = ['words', 'characters', 'concepts'] as const;
export type Channel = (typeof channels)[number];

/** Counts of hashed features, one map a channel. */
export type FeatureCounts = Readonly<Record<Channel, ReadonlyMap<number, number>>>;

const seeds: Readonly<Record<Channel, number>> = {
  words: 0x811c9dc5,
  characters: 0x2b5ca1f3,
  concepts: 0x7f4a7c15,
};
const longestSpaced = 4;
const longestUnspaced = 3;

/** The hash under which a single word counts in the word channel. */
export function wordFeature(stem: string): number {
  return hashText(stem, seeds.words);
}

/**
 * All features of an utterance: word stems in 1- and 2-grams, characters in 2- to 4-grams inside padded words (1- to 3-grams
 * in scripts without spaces), and the concepts of the glossary, single and in pairs.
 */
export function featuresOf(utterance: Utterance, spot: SpotConcepts): FeatureCounts {
  return {
    words: wordFeatures(utterance.stems),
    characters: characterFeatures(utterance.tokens),
    concepts: conceptFeatures(spot(utterance)),
  };
}

function count(into: Map<number, number>, feature: number): void {
  into.set(feature, (into.get(feature) ?? 0) + 1);
}

function wordFeatures(stems: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  let previous: string | undefined;
  for (const stem of stems) {
    count(counts, wordFeature(stem));
    if (previous !== undefined) count(counts, hashText(`${previous} ${stem}`, seeds.words));
    previous = stem;
  }
  return counts;
}

function characterFeatures(tokens: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  let run = '';
  const endRun = () => {
    ngrams(counts, run, 1, longestUnspaced);
    run = '';
  };
  for (const token of tokens) {
    if (isUnspaced(token)) {
      run += token;
      continue;
    }
    if (run !== '') endRun();
    ngrams(counts, ` ${token} `, 2, longestSpaced);
  }
  if (run !== '') endRun();
  return counts;
}

function ngrams(counts: Map<number, number>, text: string, shortest: number, longest: number): void {
  for (let start = 0; start < text.length; start += 1) {
    const limit = Math.min(longest, text.length - start);
    for (let size = shortest; size <= limit; size += 1) {
      count(counts, hashRange(text, start, start + size, seeds.characters));
    }
  }
}

function conceptFeatures(concepts: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  const distinct = [...new Set(concepts)].sort();
  for (const concept of distinct) count(counts, hashText(concept, seeds.concepts));
  // Long rambling messages name many concepts; their pairs would drown the single ones.
  if (distinct.length <= 8) {
    distinct.forEach((first, index) => {
      for (const second of distinct.slice(index + 1)) count(counts, hashText(`${first}+${second}`, seeds.concepts));
    });
  }
  return counts;
}
