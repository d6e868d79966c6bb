import type { Utterance } from '../language/analyze.ts';
import { familyOf } from '../language/languages.ts';
import { isUnspaced } from '../language/tokenize.ts';
import type { SpotConcepts } from './concepts.ts';
import { extendHash, hashText } from './hash.ts';

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
const space = ' '.charCodeAt(0);
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
  let before = 0;
  for (let index = 0; index < stems.length; index += 1) {
    const hash = wordFeature(stems[index]!);
    visit(hash, index, index);
    if (index > 0) visit(hashText(stems[index]!, extendHash(before, space)), index - 1, index);
    before = hash;
  }
}

/** Character features; items are tokens. */
export function visitCharacters(tokens: readonly string[], visit: VisitFeature): void {
  visitRuns(tokens, {
    word: (token, index) => visitWordCharacters(token, (hash) => visit(hash, index, index)),
    // Each token of a run is one character, which may take two units.
    run: (run, start) => visitRunCharacters(run, (hash, from, to) => visit(hash, start + from, start + to)),
  });
}

/** Tells the tokens in order: words one by one, characters of scripts without spaces joined to runs. */
export function visitRuns(
  tokens: readonly string[],
  visit: {
    readonly word: (token: string, index: number) => void;
    readonly run: (run: string, start: number) => void;
  },
): void {
  let run = '';
  let start = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (isUnspaced(token)) {
      if (run === '') start = index;
      run += token;
      continue;
    }
    if (run !== '') visit.run(run, start);
    run = '';
    visit.word(token, index);
  }
  if (run !== '') visit.run(run, start);
}

/** Character features of one word; items are the units of the padded word. */
export function visitWordCharacters(token: string, visit: VisitFeature): void {
  visitNgrams(` ${token} `, 2, longestSpaced, seeds.characters, visit);
}

/** Character features of a run without spaces; items are its units. */
export function visitRunCharacters(run: string, visit: VisitFeature): void {
  visitNgrams(run, 1, longestUnspaced, seeds.characters, visit);
}

/**
 * Character features of words by language family; items are tokens. Texts with characters of a script without spaces have
 * none: their few Latin words, mostly names, would speak louder than all the rest.
 */
export function visitSpelling({ tokens, language }: Utterance, visit: VisitFeature): void {
  if (tokens.some(isUnspaced)) return;
  const family = familyOf(language);
  tokens.forEach((token, index) => visitWordSpelling(token, family, (hash) => visit(hash, index, index)));
}

/** Character features of one word in one language family; items are the units of the padded word. */
export function visitWordSpelling(token: string, family: string, visit: VisitFeature): void {
  visitNgrams(` ${token} `, 2, longestSpaced, hashText(family, seeds.spelling), visit);
}

function visitNgrams(text: string, shortest: number, longest: number, seed: number, visit: VisitFeature): void {
  for (let start = 0; start < text.length; start += 1) {
    const end = Math.min(start + longest, text.length);
    let hash = seed;
    for (let at = start; at < end; at += 1) {
      hash = extendHash(hash, text.charCodeAt(at));
      if (at - start + 1 >= shortest) visit(hash >>> 0, start, at);
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
