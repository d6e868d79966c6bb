import { seededInt } from './random.ts';
import type { Question } from './tasks.ts';

/** A generated knowledge base and one question for each of some entries. */
export interface GrowthBase {
  readonly ids: readonly string[];
  readonly phrases: readonly Question[];
  readonly questions: readonly Question[];
}

/** Phrases of an entry; one more is asked. */
const perEntry = 5;
/** Questions asked at most. */
const mostQuestions = 1000;

/** Sentences to build on where no public sets are given. */
const builtInFrames = [
  'how do I get my',
  'where can I find the',
  'why was I charged twice for',
  'please help me with this',
  'I would like to change my',
  'it says there is an error with the',
  'can someone explain what it means when the app shows',
  'since yesterday nothing works any more and I need to know about',
  'is it possible to have another one sent to my address',
  'what happens if I do not do anything about',
];

/**
 * Makes a base of `size` entries, the same one for the same arguments: real entries first, as far as they go, then entries
 * of three made-up words each, which other entries share, in the middle of sentences taken from the real ones.
 */
export function createGrowthBase(size: number, real: readonly Question[], seed = 1): GrowthBase {
  const draw = seededInt(seed);
  const frames = real.length === 0 ? builtInFrames : real.map(({ text }) => text);
  const ids: string[] = [];
  const phrases: Question[] = [];
  const spare: Question[] = [];
  for (const [intent, own] of realEntries(real)) {
    if (ids.length === size || own.length <= perEntry) continue;
    ids.push(intent);
    phrases.push(...own.slice(0, perEntry));
    spare.push(...own.slice(perEntry, perEntry + 1));
  }
  const words = madeUpWords(Math.max(300, Math.round(size / 2)), draw);
  while (ids.length < size) {
    const intent = `made-up-${ids.length}`;
    const topic = [0, 1, 2].map(() => words[frequentFirst(words.length, draw)] ?? '');
    ids.push(intent);
    for (let number = 0; number <= perEntry; number += 1) {
      const text = sentence(frames[draw(frames.length)] ?? '', topic, draw);
      (number < perEntry ? phrases : spare).push({ text, lang: 'en', intent });
    }
  }
  const stride = Math.max(1, Math.floor(spare.length / mostQuestions));
  return { ids, phrases, questions: spare.filter((_, at) => at % stride === 0).slice(0, mostQuestions) };
}

function realEntries(real: readonly Question[]): Map<string, Question[]> {
  const entries = new Map<string, Question[]>();
  for (const question of real) {
    const own = entries.get(question.intent) ?? [];
    own.push(question);
    entries.set(question.intent, own);
  }
  return entries;
}

/** The sentence with two of the three words of the topic, or all, put in somewhere. */
function sentence(frame: string, topic: readonly string[], draw: (limit: number) => number): string {
  const words = frame.split(' ');
  const left = draw(2) === 0 ? topic : topic.filter((_, place) => place !== draw(topic.length));
  for (const word of left) words.splice(draw(words.length + 1), 0, word);
  return words.join(' ');
}

/** Words of two to four syllables, each once. */
function madeUpWords(count: number, draw: (limit: number) => number): string[] {
  const [onsets, vowels, codas] = ['bcdfghjklmnprstvwz', 'aeiou', ['', '', 'n', 'r', 's', 'l', 't']];
  const words = new Set<string>();
  while (words.size < count) {
    let word = '';
    for (let syllables = 2 + draw(3); syllables > 0; syllables -= 1) {
      word += `${onsets[draw(onsets.length)] ?? ''}${vowels[draw(vowels.length)] ?? ''}${codas[draw(codas.length)] ?? ''}`;
    }
    words.add(word);
  }
  return [...words];
}

/** A place below `count`, low ones more often, as words of a language are. */
function frequentFirst(count: number, draw: (limit: number) => number): number {
  return Math.min(draw(count), draw(count));
}
