import { describe, expect, it } from 'vitest';
import { learnLexicon, type WordPair } from '../../training/lexicon.ts';

const pairs: WordPair[] = (
  [
    ['the house', 'das haus'],
    ['the book', 'das buch'],
    ['a book', 'ein buch'],
    ['a house', 'ein haus'],
    ['the small house', 'das kleine haus'],
    ['a small book', 'ein kleine buch'],
  ] as const
).map(([source, target]) => [source.split(' '), target.split(' ')]);

describe('the lexicon', () => {
  it('finds which word translates which from whole sentences', () => {
    const lexicon = learnLexicon(pairs, { fewest: 1, rounds: 20 });
    const best = Object.fromEntries([...lexicon].map(([word, translations]) => [word, translations[0]?.word]));
    expect(best).toEqual({ the: 'das', house: 'haus', book: 'buch', a: 'ein', small: 'kleine' });
    expect(lexicon.get('house')?.[0]?.probability).toBeGreaterThan(0.8);
  });

  it('gives probabilities that are at most 1 in all, the likeliest first', () => {
    for (const translations of learnLexicon(pairs, { fewest: 1, rounds: 2, least: 0 }).values()) {
      const probabilities = translations.map(({ probability }) => probability);
      expect(probabilities.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect([...probabilities].sort((a, b) => b - a)).toEqual(probabilities);
    }
  });

  it('leaves out rare words and long sentences', () => {
    expect(learnLexicon(pairs, { fewest: 3 }).has('small')).toBe(false);
    expect(learnLexicon(pairs, { fewest: 1, longest: 1 }).size).toBe(0);
  });
});
