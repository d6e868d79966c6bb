/** Languages the service understands, as BCP-47 tags. */
export const languageCodes = [
  'en',
  'es',
  'zh-Hans',
  'zh-Hant',
  'fr',
  'de',
  'it',
  'pt',
  'ja',
  'ko',
  'ru',
  'ar',
  'nl',
  'pl',
  'tr',
  'ca',
  'sv',
  'uk',
] as const;

export type LanguageCode = (typeof languageCodes)[number];

/** True for one of the supported codes. */
export function isLanguageCode(code: string): code is LanguageCode {
  return (languageCodes as readonly string[]).includes(code);
}

/**
 * The supported language a BCP-47 tag asks for, or undefined. Chinese resolves by script, else by region:
 * `zh-TW`, `zh-HK`, `zh-MO` and Cantonese (`yue`) read Traditional, all others Simplified.
 */
export function fromLocale(tag: string | undefined): LanguageCode | undefined {
  if (tag === undefined || tag === '') return undefined;
  const parts = tag.toLowerCase().replaceAll('_', '-').split('-');
  const base = parts[0] ?? '';
  if (base === 'zh' || base === 'yue' || base === 'cmn') {
    if (parts.includes('hans')) return 'zh-Hans';
    const traditional = base === 'yue' || ['hant', 'tw', 'hk', 'mo'].some((part) => parts.includes(part));
    return traditional ? 'zh-Hant' : 'zh-Hans';
  }
  return isLanguageCode(base) ? base : undefined;
}

/** Script family: languages of one family can share words and stems. */
export function familyOf(language: LanguageCode): string {
  return language.startsWith('zh') ? 'zh' : language;
}
