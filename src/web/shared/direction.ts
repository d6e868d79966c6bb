import type { LanguageCode } from '../../language/languages.ts';

/** Whether a language is written from right to left. */
export function directionOf(language: LanguageCode): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}
