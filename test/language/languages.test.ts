import { describe, expect, it } from 'vitest';
import { familyOf, fromLocale, isLanguageCode, languageCodes } from '../../src/language/languages.ts';

describe('fromLocale', () => {
  const tags: readonly [string | undefined, string | undefined][] = [
    ['en-GB', 'en'],
    ['es_MX', 'es'],
    ['pt-br', 'pt'],
    ['ES', 'es'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-hk', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant', 'zh-Hant'],
    ['zh-Hant-CN', 'zh-Hant'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['yue', 'zh-Hant'],
    ['yue-Hans-CN', 'zh-Hans'],
    ['cmn-Hant', 'zh-Hant'],
    ['nl-NL', 'nl'],
    ['fi-FI', undefined],
    ['zzz', undefined],
    ['', undefined],
    [undefined, undefined],
  ];

  it.each(tags)('reads %s as %s', (tag, code) => {
    expect(fromLocale(tag)).toBe(code);
  });

  it('gives every supported code back as itself', () => {
    for (const code of languageCodes) expect(fromLocale(code)).toBe(code);
  });
});

describe('language codes', () => {
  it('are told from other tags by exact spelling', () => {
    expect(isLanguageCode('zh-Hant')).toBe(true);
    expect(isLanguageCode('zh-hant')).toBe(false);
    expect(isLanguageCode('toString')).toBe(false);
  });

  it('put both Chinese scripts into one family and each other language into its own', () => {
    expect(familyOf('zh-Hans')).toBe(familyOf('zh-Hant'));
    expect(new Set(languageCodes.map(familyOf)).size).toBe(languageCodes.length - 1);
  });
});
