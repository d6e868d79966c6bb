import { z } from 'zod';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';

/** `dialogs/flows/devices.yaml`: brands, what people call them, and the series of their models. */
export const devicesFileSchema = z.array(
  z.strictObject({
    /** One word. */
    brand: z.string().regex(/^\S+$/, 'must be one word'),
    names: z.array(z.string().min(1)).min(1),
    /** Names of series as the maker writes them: a word of these is enough to know the brand. */
    series: z.array(z.string().min(1)).default([]),
    /** Series a bare number behind the brand means ("苹果15"). */
    numbered: z.string().optional(),
  }),
);

export type Devices = z.infer<typeof devicesFileSchema>;

/** Finds the device a text names, as `Samsung Galaxy S23`, or its brand alone. */
export type FindDevice = (folded: string) => string | undefined;

interface Name {
  readonly brand: string;
  readonly series?: string;
  readonly numbered?: string;
}

/** Knows the brands and series of the file. */
export function createDeviceFinder(devices: Devices): FindDevice {
  const names = new Map<string, Name>();
  for (const { brand, names: own, series, numbered } of devices) {
    for (const name of [brand, ...own]) names.set(keyOf(name), { brand, numbered });
    for (const name of series) names.set(keyOf(name), { brand, series: name });
  }
  return (folded) => {
    // "iphone15pro" and "苹果15pro" are read as if they were spaced.
    const tokens = tokenize(
      folded.replace(/(\p{L}{4,})(\d)/gu, '$1 $2').replace(/(\d)((?:pro|max|plus|ultra|mini)+)/g, '$1 $2'),
    );
    let brandOnly: string | undefined;
    for (let size = 5; size > 0; size -= 1) {
      for (let at = 0; at + size <= tokens.length; at += 1) {
        const name = names.get(tokens.slice(at, at + size).join(' '));
        if (name === undefined) continue;
        const model = modelBehind(tokens.slice(at + size));
        if (name.series !== undefined) return [name.brand, name.series, ...model].join(' ');
        if (model.length > 0 && names.get(tokens[at + size] ?? '')?.series === undefined) {
          const isNumber = /^\d/.test(model[0] ?? '');
          return [name.brand, ...(isNumber && name.numbered !== undefined ? [name.numbered] : []), ...model].join(' ');
        }
        brandOnly ??= name.brand;
      }
    }
    return brandOnly;
  };
}

const modelWords = new Set(
  'pro max plus ultra mini air se xr xs x fe lite fold flip note edge neo t e a r s c'.split(' '),
);

/** The words behind a brand or series that belong to a model: numbers, letters with numbers, and the usual additions. */
function modelBehind(tokens: readonly string[]): string[] {
  const model: string[] = [];
  for (const token of tokens.slice(0, 5)) {
    const isModel =
      /^[a-z]{0,3}\d{1,4}[a-z]{0,3}$/.test(token) ||
      (modelWords.has(token) && token.length > 1) ||
      (token === 'x' && model.length === 0);
    if (!isModel) break;
    model.push(token.length > 2 && modelWords.has(token) ? capitalized(token) : token.toUpperCase());
  }
  return model;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function keyOf(name: string): string {
  return tokenize(fold(name)).join(' ');
}
