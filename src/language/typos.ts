import type { LanguageCode } from './languages.ts';
import type { WordCounts } from './vocabulary.ts';

/** The word that an unknown word of a language surely is, folded; undefined for known words and where none or several come near. */
export type RepairWord = (word: string, language: LanguageCode) => string | undefined;

/** Shorter words have too many neighbours. */
const fewestLetters = 5;
/** From this length on two slips are forgiven. */
const longWord = 8;
/** A word must occur so often to be what somebody meant. */
const frequent = 3;
/** Longer words are mostly addresses and codes, which do not come again. */
const longestRemembered = 24;
/** Words that are remembered at most. */
const mostRemembered = 5000;
const onlyLetters = /^\p{L}+$/u;

/**
 * Makes the repairer from the words of the knowledge base, for languages that have phrases. A slip is a letter too many, too
 * few or wrong, or two letters exchanged, but not the first one: that one is seldom wrong, and it keeps the search short.
 */
export function createRepairWord({ languages, words }: WordCounts, written: readonly LanguageCode[]): RepairWord {
  const known = new Set(words.map(([word]) => word));
  const byStart = new Map<string, string[]>();
  const places = languages.flatMap((language, place) => (written.includes(language) ? [place] : []));
  for (const [word, counts] of words) {
    // Most are too rare: that is told without looking at their letters.
    if (word.length < fewestLetters - 1 || !places.some((place) => counts[place]! >= frequent)) continue;
    if (!onlyLetters.test(word)) continue;
    for (const place of places) {
      const language = languages[place]!;
      if (counts[place]! < frequent) continue;
      const key = `${language} ${word[0]}`;
      const others = byStart.get(key);
      if (others === undefined) byStart.set(key, [word]);
      else others.push(word);
    }
  }
  const repair: RepairWord = (word, language) => {
    if (word.length < fewestLetters || known.has(word) || !onlyLetters.test(word)) return undefined;
    const candidates = byStart.get(`${language} ${word[0]}`) ?? [];
    for (const slips of word.length >= longWord ? [1, 2] : [1]) {
      const near = candidates.filter((candidate) => isWithin(word, candidate, slips));
      if (near.length > 0) return near.length === 1 ? near[0] : undefined;
    }
    return undefined;
  };
  // The search reads every word with the same first letter, and unknown words come again: names, words of no article.
  const repaired = new Map<string, string | undefined>();
  return (word, language) => {
    if (word.length > longestRemembered) return repair(word, language);
    const key = `${language} ${word}`;
    if (repaired.has(key)) return repaired.get(key);
    if (repaired.size >= mostRemembered) repaired.clear();
    const found = repair(word, language);
    repaired.set(key, found);
    return found;
  };
}

/** Whether one word becomes the other by so many slips at most. */
function isWithin(a: string, b: string, slips: number): boolean {
  if (Math.abs(a.length - b.length) > slips) return false;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    if (Math.min(...row) > slips) return false;
    before = last;
    last = row;
  }
  return last[b.length]! <= slips;
}
