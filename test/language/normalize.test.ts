import { describe, expect, it } from 'vitest';
import { fold, normalize } from '../../src/language/normalize.ts';

describe('normalize', () => {
  const same: readonly [string, string, string][] = [
    ['full-width letters and digits', 'ＱＲ　ｃｏｄｅ　１２３', 'qr code 123'],
    ['compatibility forms', 'ﬁnd № ①', 'find no 1'],
    ['capitals', 'NO TENGO SEÑAL', 'no tengo señal'],
    ['curly and backward quotes', 'it’s ‘dead´', "it's 'dead'"],
    ['runs of spaces, tabs and line ends', '  no \t signal\r\n here ', 'no signal here'],
    ['zero-width characters and marks of direction', 'e\u200bs\u2060i\u00adm\u202e\ufeff', 'esim'],
    ['control characters', 'a\u0000b\u0007', 'a b'],
  ];

  it.each(same)('makes one form of %s', (_, typed, normal) => {
    expect(normalize(typed)).toBe(normal);
  });

  it('reads emoji that stand for words, whatever their skin and variant, and drops the others', () => {
    expect(normalize('📵 since ✈️')).toBe('no signal since airplane');
    expect(normalize('👍🏽')).toBe('yes');
    expect(normalize('help 😭🦄')).toBe('help');
  });

  it('keeps accents and scripts', () => {
    expect(normalize('Ñandú 數據 データ')).toBe('ñandú 數據 データ');
  });

  it('is idempotent', () => {
    for (const text of ['ＱＲ　Ⅳ 👋', 'é\u0301 ﷺ', '  ½ ªº ', '👨‍👩‍👧 İstanbul']) {
      expect(normalize(normalize(text))).toBe(normalize(text));
    }
  });
});

describe('fold', () => {
  const same: readonly [string, string, string][] = [
    ['accents of Latin letters', 'Ça va? ¿Qué código, señor?', 'ca va? ¿que codigo, senor?'],
    ['composed and decomposed letters', 'e\u0301', 'e'],
    ['sharp s', 'Straße', 'strasse'],
    ['letters with a stroke or without a dot', 'Łącze yavaşladı østover', 'lacze yavasladi ostover'],
    ['Cyrillic yo', 'ещё', 'еще'],
    ['forms of the Arabic alif', 'أإآٱ', 'اااا'],
    ['Arabic letters that end words in two ways', 'مكتبة على', 'مكتبه علي'],
    ['Arabic vowel signs and the stretching letter', 'شَبَكَـــة', 'شبكه'],
    ['Traditional Chinese, by word', '手機沒有網路訊號', '手机没有网路讯号'],
  ];

  it.each(same)('makes one form of %s', (_, typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  it('keeps the marks of kana and Hangul, which change the word', () => {
    expect(fold('データが使えない')).toBe('データが使えない');
    expect(fold('데이터')).toBe('데이터');
  });

  it('folds the two Chinese scripts to the same text', () => {
    expect(fold('數據漫遊打開了嗎')).toBe(fold('数据漫游打开了吗'));
  });
});
