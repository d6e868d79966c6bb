import dutch from 'natural/lib/natural/stemmers/porter_stemmer_nl.js';
import english from 'natural/lib/natural/stemmers/porter_stemmer.js';
import french from 'natural/lib/natural/stemmers/porter_stemmer_fr.js';
import german from 'natural/lib/natural/stemmers/porter_stemmer_de.js';
import italian from 'natural/lib/natural/stemmers/porter_stemmer_it.js';
import portuguese from 'natural/lib/natural/stemmers/porter_stemmer_pt.js';
import russian from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import spanish from 'natural/lib/natural/stemmers/porter_stemmer_es.js';
import swedish from 'natural/lib/natural/stemmers/porter_stemmer_sv.js';
import ukrainian from 'natural/lib/natural/stemmers/porter_stemmer_uk.js';
import type { LanguageCode } from './languages.ts';

const stemmers: Partial<Record<LanguageCode, { stem(word: string): string }>> = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  it: italian,
  pt: portuguese,
  ru: russian,
  nl: dutch,
  sv: swedish,
  uk: ukrainian,
};

const cacheLimit = 50_000;
const caches = new Map<LanguageCode, Map<string, string>>();

/** Snowball-type stem of a folded word; the word itself where the language has no stemmer or the word is short. */
export function stem(token: string, language: LanguageCode): string {
  const stemmer = stemmers[language];
  if (stemmer === undefined || token.length < 3) return token;
  let cache = caches.get(language);
  if (cache === undefined || cache.size > cacheLimit) {
    cache = new Map();
    caches.set(language, cache);
  }
  let found = cache.get(token);
  if (found === undefined) {
    found = stemmer.stem(token) || token;
    cache.set(token, found);
  }
  return found;
}
