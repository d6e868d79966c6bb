import { createInstance, type i18n, type Resource } from 'i18next';
import type { LanguageCode } from '../language/languages.ts';

/** Says one of the bot's own phrases in a language. Facts of the provider are filled in by themselves. */
export type Say = (language: LanguageCode, key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The bot's phrases by language, as read from `dialogs/phrases/<lang>.json`. */
export type PhraseFiles = Readonly<Partial<Record<LanguageCode, Readonly<Record<string, unknown>>>>>;

/** Makes `Say` from the phrase files and the provider's facts; a language without phrases speaks English. */
export function createSay(
  files: PhraseFiles,
  facts: Readonly<Partial<Record<LanguageCode, Readonly<Record<string, string>>>>>,
): Say {
  const resources: Resource = {};
  for (const [language, phrases] of Object.entries(files)) resources[language] = { translation: phrases };
  const instance: i18n = createInstance();
  void instance.init({
    resources,
    fallbackLng: 'en',
    // Replies are Markdown that each channel escapes for itself.
    interpolation: { escapeValue: false },
    // Facts are named as in the answers, `provider.name`: one key, not a path.
    initAsync: false,
    showSupportNotice: false,
  } as Parameters<i18n['init']>[0]);
  const nested = Object.fromEntries(Object.entries(facts).map(([language, flat]) => [language, nest(flat)]));
  return (language, key, values = {}) =>
    instance.t(key, {
      lng: language,
      ...(nested[language] ?? nested.en ?? {}),
      ...values,
    });
}

/** `{ 'provider.name': x }` as `{ provider: { name: x } }`, the way i18next looks names up. */
function nest(flat: Readonly<Record<string, string>>): Record<string, Record<string, string>> {
  const result: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(flat)) {
    const dot = name.indexOf('.');
    (result[name.slice(0, dot)] ??= {})[name.slice(dot + 1)] = value;
  }
  return result;
}
