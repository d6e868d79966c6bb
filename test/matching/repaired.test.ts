import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import { rankRepaired } from '../../src/matching/repaired.ts';
import { matchOf } from '../support/situations.ts';

describe('ranking mistyped words', () => {
  it('ranks the words that were meant, in the language of the message, and hands on all else', () => {
    const asked: unknown[] = [];
    const rank = rankRepaired(
      (...args) => {
        asked.push(args);
        return [matchOf('refund', 1)];
      },
      (word, language) => (word === 'refnud' && language === 'en' ? 'refund' : undefined),
    );
    const vector = new Float32Array(1);
    const untouched = utteranceOf('Invoice, please', 'en');
    expect(rank(utteranceOf('A Refnud, please', 'en'), 3, vector)[0]?.articleId).toBe('refund');
    rank(untouched, 2);
    expect(asked).toEqual([
      [utteranceOf('a refund, please', 'en'), 3, vector],
      [untouched, 2, undefined],
    ]);
  });
});
