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

/** Counts words per language. `texts` gives the example texts of each language. */
export function createVocabulary(texts: ReadonlyMap<LanguageCode, readonly string[]>): Vocabulary {
  const counts = new Map<string, Map<LanguageCode, number>>();
  const totals = new Map<LanguageCode, number>();
  for (const [language, list] of texts) {
    for (const text of list) {
      for (const token of tokenize(fold(text))) {
        const perLanguage = counts.get(token) ?? new Map<LanguageCode, number>();
        perLanguage.set(language, (perLanguage.get(language) ?? 0) + 1);
        counts.set(token, perLanguage);
        totals.set(language, (totals.get(language) ?? 0) + 1);
      }
    }
  }
  const languages = [...totals.keys()];
  const mean = [...totals.values()].reduce((sum, n) => sum + n, 0) / Math.max(1, languages.length);
  const cache = new Map<string, Partial<Record<LanguageCode, number>>>();

  function evidence(word: string): Partial<Record<LanguageCode, number>> | undefined {
    const known = counts.get(word);
    if (known === undefined) return undefined;
    const cached = cache.get(word);
    if (cached !== undefined) return cached;
    const logs = languages.map((language) => {
      // Rates per mean-sized corpus, so that a language with few texts is not held unlikely for that.
      const rate = ((known.get(language) ?? 0) * mean) / Math.max(mean * 0.1, totals.get(language) ?? 0);
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
