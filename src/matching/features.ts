import type { Utterance } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import { isUnspaced } from '../language/tokenize.ts';
import type { SpotConcepts } from './concepts.ts';
import { hashRange, hashText } from './hash.ts';

/**
 * Feature channels, in the order in which vectors keep them. `spelling` holds the characters of words once more, as those
 * of one language: what `-ción` says in Spanish it says nowhere else, while `characters` carry names and cognates across.
 */
export const channels = ['words', 'characters', 'concepts', 'spelling'] as const;
export type Channel = (typeof channels)[number];

/** Counts of hashed features, one map a channel. */
export type FeatureCounts = Readonly<Record<Channel, ReadonlyMap<number, number>>>;

const seeds: Readonly<Record<Channel, number>> = {
  words: 0x811c9dc5,
  characters: 0x2b5ca1f3,
  concepts: 0x7f4a7c15,
  spelling: 0x51ed270b,
};
const longestSpaced = 4;
const longestUnspaced = 3;

/** The hash under which a single word counts in the word channel. */
export function wordFeature(stem: string): number {
  return hashText(stem, seeds.words);
}

/**
 * All features of an utterance: word stems in 1- and 2-grams, characters in 2- to 4-grams inside padded words (1- to 3-grams
 * in scripts without spaces), those of spaced words once more by language, and the concepts of the glossary, single and in
 * pairs.
 */
export function featuresOf(utterance: Utterance, spot: SpotConcepts): FeatureCounts {
  return {
    words: counted((visit) => visitWords(utterance.stems, visit)),
    characters: counted((visit) => visitCharacters(utterance.tokens, visit)),
    spelling: counted((visit) => visitSpelling(utterance, visit)),
    concepts: counted((visit) => visitConcepts(distinctConcepts(utterance, spot), visit)),
  };
}

/** Told every occurrence of a feature, and the items it is made of: `from` to `to`, both included. */
export type VisitFeature = (hash: number, from: number, to: number) => void;

function counted(visitAll: (visit: VisitFeature) => void): Map<number, number> {
  const counts = new Map<number, number>();
  visitAll((hash) => counts.set(hash, (counts.get(hash) ?? 0) + 1));
  return counts;
}

/** Word features; items are stems. */
export function visitWords(stems: readonly string[], visit: VisitFeature): void {
  for (let index = 0; index < stems.length; index += 1) {
    visit(wordFeature(stems[index]!), index, index);
    if (index > 0) visit(hashText(`${stems[index - 1]!} ${stems[index]!}`, seeds.words), index - 1, index);
  }
}

/** Character features; items are tokens. */
export function visitCharacters(tokens: readonly string[], visit: VisitFeature): void {
  let run = '';
  let runStart = 0;
  const endRun = () => {
    const start = runStart;
    // Each token of a run is one character, which may take two units.
    const seed = seeds.characters;
    if (run !== '')
      visitNgrams(run, 1, longestUnspaced, seed, (hash, from, to) => visit(hash, start + from, start + to));
    run = '';
  };
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (isUnspaced(token)) {
      if (run === '') runStart = index;
      run += token;
      continue;
    }
    endRun();
    visitNgrams(` ${token} `, 2, longestSpaced, seeds.characters, (hash) => visit(hash, index, index));
  }
  endRun();
}

/**
 * Character features of words by language family; items are tokens. Texts with characters of a script without spaces have
 * none: their few Latin words, mostly names, would speak louder than all the rest.
 */
export function visitSpelling({ tokens, language }: Utterance, visit: VisitFeature): void {
  if (tokens.some(isUnspaced)) return;
  const seed = hashText(familyOf(language), seeds.spelling);
  tokens.forEach((token, index) => {
    visitNgrams(` ${token} `, 2, longestSpaced, seed, (hash) => visit(hash, index, index));
  });
}

function visitNgrams(text: string, shortest: number, longest: number, seed: number, visit: VisitFeature): void {
  for (let start = 0; start < text.length; start += 1) {
    const limit = Math.min(longest, text.length - start);
    for (let size = shortest; size <= limit; size += 1) {
      visit(hashRange(text, start, start + size, seed), start, start + size - 1);
    }
  }
}

/** The concepts an utterance names, each once, in a fixed order. */
export function distinctConcepts(utterance: Utterance, spot: SpotConcepts): readonly string[] {
  return [...new Set(spot(utterance))].sort();
}

/** Concept features; items are the distinct concepts. */
export function visitConcepts(concepts: readonly string[], visit: VisitFeature): void {
  concepts.forEach((concept, index) => visit(hashText(concept, seeds.concepts), index, index));
  // Long rambling messages name many concepts; their pairs would drown the single ones.
  if (concepts.length > 8) return;
  for (let first = 0; first < concepts.length; first += 1) {
    for (let second = first + 1; second < concepts.length; second += 1) {
      visit(hashText(`${concepts[first]!}+${concepts[second]!}`, seeds.concepts), first, second);
    }
  }
}
