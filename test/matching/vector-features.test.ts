import { describe, expect, it } from 'vitest';
import { foldForVectors, visitVectorFeatures } from '../../src/matching/vector-features.ts';

function features(text: string): number[] {
  const found: number[] = [];
  visitVectorFeatures(text, (hash) => found.push(hash));
  return found;
}

function kinds(text: string): number[] {
  const found: number[] = [];
  visitVectorFeatures(text, (_, kind) => found.push(kind));
  return found;
}

describe('vector features', () => {
  it.each([
    ['case and accents', 'DÓNDE está', 'donde esta'],
    ['Latin letters with strokes', 'Łódź øre æsir', 'lodz ore aesir'],
    ['full-width letters', 'ｅＳＩＭ', 'esim'],
    ['Traditional and Simplified Chinese', '網絡連線', '网络连线'],
    ['Japanese and Chinese forms', '検索', '检索'],
    ['variants of Arabic letters', 'إلى أين', 'الي اين'],
  ])('are the same for %s', (_, one, other) => {
    expect(features(one)).toEqual(features(other));
    expect(features(one)).not.toEqual([]);
  });

  it('are the word and its 3- to 5-grams with the ends marked', () => {
    // <plan>: the word, 4 of three letters, 3 of four, 2 of five.
    expect(features('plan')).toHaveLength(1 + 4 + 3 + 2);
    expect(features('sim')).toHaveLength(1);
  });

  it('share parts between related words', () => {
    const other = new Set(features('activated'));
    expect(features('activation').filter((hash) => other.has(hash)).length).toBeGreaterThan(10);
  });

  it('are characters alone, in twos and in threes for Chinese, and words with parts for Korean', () => {
    expect(kinds('上网')).toEqual([2, 2, 2]);
    expect(kinds('한국').every((kind) => kind === 3)).toBe(true);
  });

  it('count long numbers as one and short ones for themselves', () => {
    expect(features('12345')).toEqual(features('678'));
    expect(features('5')).not.toEqual(features('4'));
  });

  it('are none for text without letters', () => {
    expect(features(' … !? ')).toEqual([]);
    expect(foldForVectors('')).toBe('');
  });
});
