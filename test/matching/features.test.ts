import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { createConceptSpotter, spotNothing } from '../../src/matching/concepts.ts';
import { channels, featuresOf, wordFeature } from '../../src/matching/features.ts';
import { hashText } from '../../src/matching/hash.ts';

const sum = (counts: ReadonlyMap<number, number>) => [...counts.values()].reduce((total, count) => total + count, 0);

describe('the features of an utterance', () => {
  const of = (text: string, language: LanguageCode = 'en', spot = spotNothing) =>
    featuresOf(utteranceOf(text, language), spot);

  it('count word stems, single and in pairs', () => {
    const { words } = of('plans, plan; plans!');
    expect(words.get(wordFeature('plan'))).toBe(3);
    expect(sum(words)).toBe(3 + 2);
  });

  it('count characters inside padded words, never across them', () => {
    // " ab ": three pairs, two triples and the whole.
    expect(sum(of('ab').characters)).toBe(6);
    expect(sum(of('ab ab').characters)).toBe(12);
    expect(of('ab ab').characters.size).toBe(6);
  });

  it('count characters across Han characters, which have no spaces', () => {
    // 3 single ones, 2 pairs and the triple.
    expect(sum(of('上不网', 'zh-Hans').characters)).toBe(6);
  });

  it('are the same for the two Chinese scripts, and for any width, case and accent', () => {
    expect(of('手機沒有訊號', 'zh-Hant')).toEqual(of('手机没有讯号', 'zh-Hans'));
    expect(of('ＣÓDIGO', 'es')).toEqual(of('código', 'es'));
  });

  it('count concepts single and in pairs, each once, whatever their order', () => {
    const spot = () => ['b', 'a', 'b'];
    expect(of('x', 'en', spot).concepts).toEqual(of('x', 'en', () => ['a', 'b']).concepts);
    expect(of('x', 'en', spot).concepts.size).toBe(3);
  });

  it('leave pairs of concepts out of a message that names many', () => {
    const many = Array.from({ length: 9 }, (_, at) => `c${at}`);
    expect(of('x', 'en', () => many).concepts.size).toBe(9);
  });

  it('are empty for a text without words', () => {
    for (const channel of channels) expect(of('?!')[channel].size).toBe(0);
  });

  it('keep the channels apart', () => {
    const { words, characters } = of('ab');
    for (const hash of words.keys()) expect(characters.has(hash)).toBe(false);
  });
});

describe('hashText', () => {
  it('is FNV-1a over both bytes of each unit, unsigned', () => {
    expect(hashText('')).toBe(0x811c9dc5);
    expect(hashText('网')).not.toBe(hashText('Q'));
    for (const text of ['a', 'data', '网络', '🛜']) expect(hashText(text)).toBeGreaterThanOrEqual(0);
  });
});

describe('the concept spotter', () => {
  const spot = createConceptSpotter([
    { id: 'data', forms: { en: ['data', 'mobile data'], es: ['datos'] } },
    { id: 'phone', forms: { en: ['mobile', 'cell phone'], 'zh-Hans': ['手机'] } },
    { id: 'refund', forms: { en: ['refund', 'data'], de: ['Rückerstattung'] } },
  ]);
  const found = (text: string, language: LanguageCode = 'en') => spot(utteranceOf(text, language));

  it('finds forms of any language, in the order in which they stand', () => {
    expect(found('mi mobile sin datos', 'es')).toEqual(['phone', 'data']);
    expect(found('我的手機 refund', 'zh-Hant')).toEqual(['phone', 'refund']);
    expect(found('die RÜCKERSTATTUNG', 'de')).toEqual(['refund']);
  });

  it('prefers the longer form at a place', () => {
    expect(found('my mobile data')).toEqual(['data']);
  });

  it('finds inflected forms by their stems', () => {
    expect(found('two cell phones were refunded')).toEqual(['phone', 'refund']);
  });

  it('lets the first concept keep a form that two claim', () => {
    expect(found('data')).toEqual(['data']);
  });

  it('finds whole words only, and nothing in other texts', () => {
    expect(found('database of a mobilette')).toEqual([]);
    expect(found('')).toEqual([]);
  });
});
