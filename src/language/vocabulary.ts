import { languageCodes, type LanguageCode } from './languages.ts';
import { fold } from './normalize.ts';
import { tokenize } from './tokenize.ts';

/**
 * How strongly a word speaks for each language, learned from texts whose language is known (the knowledge base's
 * phrases and the glossary). Words common to several languages (eSIM, Wi-Fi, QR) speak for none of them.
 */
export interface Vocabulary {
  /** Log-odds of the word in each language against the mean of all, clipped; undefined for an unknown word. */
  evidence(word: string): Readonly<Partial<Record<LanguageCode, number>>> | undefined;
}

const clip = 2.5;
const smoothing = 0.5;

/** How often each word occurs in the texts of each language, as plain data. */
export interface WordCounts {
  readonly languages: readonly LanguageCode[];
  /** Words of all texts, by place in `languages`. */
  readonly totals: readonly number[];
  /** Word and its counts, by place in `languages`. */
  readonly words: readonly (readonly [string, readonly number[]])[];
}

/** Counts words per language. `texts` gives the example texts of each language. */
export function countWords(texts: ReadonlyMap<LanguageCode, readonly string[]>): WordCounts {
  const languages = [...texts.keys()].filter((language) => (texts.get(language)?.length ?? 0) > 0);
  const totals = languages.map(() => 0);
  const words = new Map<string, number[]>();
  languages.forEach((language, place) => {
    for (const text of texts.get(language) ?? []) {
      for (const token of tokenize(fold(text))) {
        const counts = words.get(token) ?? languages.map(() => 0);
        counts[place] = (counts[place] ?? 0) + 1;
        words.set(token, counts);
        totals[place] = (totals[place] ?? 0) + 1;
      }
    }
  });
  return { languages, totals, words: [...words] };
}

/** Makes the vocabulary of texts, or of words that were counted before. */
export function createVocabulary(source: ReadonlyMap<LanguageCode, readonly string[]> | WordCounts): Vocabulary {
  const { languages, totals, words } = 'words' in source ? source : countWords(source);
  const counts = new Map(words);
  const mean = totals.reduce((sum, n) => sum + n, 0) / Math.max(1, languages.length);
  const cache = new Map<string, Partial<Record<LanguageCode, number>>>();

  function evidence(word: string): Partial<Record<LanguageCode, number>> | undefined {
    const known = counts.get(word);
    if (known === undefined) return undefined;
    const cached = cache.get(word);
    if (cached !== undefined) return cached;
    const logs = languages.map((_, place) => {
      // Rates per mean-sized corpus, so that a language with few texts is not held unlikely for that.
      const rate = ((known[place] ?? 0) * mean) / Math.max(mean * 0.1, totals[place] ?? 0);
      return Math.log(rate + smoothing);
    });
    const best = Math.max(...logs);
    const values = logs.map((log) => Math.max(-clip, log - best));
    // A language without texts is taken for an average one: English words speak against it, common ones for none.
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const result: Partial<Record<LanguageCode, number>> = {};
    for (const language of languageCodes) result[language] = values[languages.indexOf(language)] ?? average;
    cache.set(word, result);
    return result;
  }

  return { evidence };
}
