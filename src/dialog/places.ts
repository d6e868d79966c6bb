import { z } from 'zod';
import { languageCodes, type LanguageCode } from '../language/languages.ts';
import { fold } from '../language/normalize.ts';
import { isUnspaced, tokenize } from '../language/tokenize.ts';

/** `dialogs/flows/places.yaml`: towns and regions with the names people use. */
export const placesFileSchema = z.array(
  z.strictObject({
    /** Name that operations are given. */
    id: z.string().min(1),
    /** ISO 3166-1 alpha-2. */
    country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters'),
    names: z.array(z.string().min(1)).min(1),
  }),
);

export type Places = z.infer<typeof placesFileSchema>;

/** Finds the place a text names as `Seville (ES)` or `Spain (ES)`; the more exact one if there are several. */
export type FindPlace = (folded: string) => string | undefined;

/** Knows the countries of the world in all languages of the service, and the towns of the file. */
export function createPlaceFinder(places: Places): FindPlace {
  const towns = new Map<string, string>();
  for (const { id, country, names } of places) {
    for (const name of [id, ...names]) towns.set(keyOf(name), `${id} (${country})`);
  }
  return (folded) => {
    const tokens = tokenize(folded);
    return find(tokens, towns) ?? find(tokens, countryNames());
  };
}

const longestName = 6;

function find(tokens: readonly string[], names: ReadonlyMap<string, string>): string | undefined {
  for (let size = longestName; size > 0; size -= 1) {
    for (let at = 0; at + size <= tokens.length; at += 1) {
      const found = names.get(tokens.slice(at, at + size).join(' '));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function keyOf(name: string): string {
  return tokenize(fold(name)).join(' ');
}

let names: Map<string, string> | undefined;

/** Made when the first place is looked for, not at the start: some three thousand names from the platform's own tables. */
function countryNames(): ReadonlyMap<string, string> {
  if (names !== undefined) return names;
  names = new Map();
  const codes = countryCodes();
  const english = new Intl.DisplayNames('en', { type: 'region' });
  for (const language of languageCodes satisfies readonly LanguageCode[]) {
    const display = new Intl.DisplayNames(language, { type: 'region' });
    for (const code of codes) {
      const key = keyOf(display.of(code) ?? code);
      // A single Han character would be found inside other words.
      if (key.length > 1 || !isUnspaced(key)) names.set(key, `${english.of(code) ?? code} (${code})`);
    }
  }
  return names;
}

function countryCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const known = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => known.of(code) !== undefined && !unions.has(code) && isCurrent(code));
}

const unions: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO']);

/** Codes that were given up mean another country today: FX is FR. */
function isCurrent(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}
