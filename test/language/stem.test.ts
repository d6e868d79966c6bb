import { describe, expect, it } from 'vitest';
import type { LanguageCode } from '../../src/language/languages.ts';
import { stem } from '../../src/language/stem.ts';

describe('stem', () => {
  const together: readonly [LanguageCode, string[]][] = [
    ['en', ['activate', 'activated', 'activating', 'activation']],
    ['es', ['funciona', 'funcionan', 'funcionar', 'funcionaba']],
    ['fr', ['recharge', 'recharger', 'rechargez']],
    ['de', ['karte', 'karten']],
    ['it', ['rimborso', 'rimborsi']],
    ['pt', ['recarregar', 'recarregando']],
    ['ru', ['интернет', 'интернета', 'интернетом']],
  ];

  it.each(together)('brings the forms of a word together in %s', (language, words) => {
    expect(new Set(words.map((word) => stem(word, language))).size).toBe(1);
  });

  it('depends on the language only, not on what was stemmed before', () => {
    expect(stem('activando', 'es')).not.toBe(stem('activando', 'en'));
    expect(stem('activando', 'es')).toBe(stem('activando', 'es'));
  });

  it('leaves short words and languages without a stemmer alone', () => {
    expect(stem('us', 'en')).toBe('us');
    expect(stem('网', 'zh-Hans')).toBe('网');
    expect(stem('데이터를', 'ko')).toBe('데이터를');
  });

  it('never leaves nothing over', () => {
    for (const language of ['en', 'es', 'fr', 'de', 'it', 'pt', 'ru'] as const) {
      for (const word of ['sss', 'eee', 'ing', 'mente', '4g5', '123456', 'ся́']) {
        expect(stem(word, language)).not.toBe('');
      }
    }
  });
});
