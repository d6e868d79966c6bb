import type { LanguageCode } from '../language/languages.ts';

/** One concept of the domain and how people write it in each language. */
export interface Concept {
  readonly id: string;
  readonly forms: Readonly<Partial<Record<LanguageCode, readonly string[]>>>;
}
