import { describe, expect, it } from 'vitest';
import { confusions } from '../../src/evaluation/confusions.ts';
import { entryFigures } from '../../src/evaluation/entry-figures.ts';
import { nearMatch, outcome } from '../support/outcomes.ts';

describe('confusions', () => {
  it('are pairs of articles with their texts, the most frequent first; other topics are none', () => {
    const mixed = [
      outcome('a', ['b'], 0.5, { text: 'one' }),
      outcome('c', ['d'], 0.5, { text: 'two' }),
      outcome('c', ['d'], 0.5, { text: 'three' }),
      outcome('e', [], 0, { text: 'four' }),
      outcome('oos', ['a'], 0.5),
      outcome('a', ['a'], 0.5),
    ];
    const found = confusions(mixed, 3).map(({ expected, got, utterances }) => [
      expected,
      got,
      utterances.map(({ text }) => text),
    ]);
    expect(found).toEqual([
      ['c', 'd', ['two', 'three']],
      ['a', 'b', ['one']],
      ['e', '(nothing)', ['four']],
    ]);
    expect(confusions(mixed, 1)).toHaveLength(1);
  });

  const wrong = (blame: number, own?: number) =>
    outcome('a', ['b', 'a'], 0.5, {
      lang: 'es',
      matches: [nearMatch('b', 'of b', blame), ...(own === undefined ? [] : [nearMatch('a', 'of a', own)])],
    });

  it('name the phrase to blame and the nearest of the right entry', () => {
    expect(confusions([wrong(0.3, 0.2)], 9)[0]?.utterances[0]).toMatchObject({
      blame: { text: 'of b', language: 'en', cosine: 0.3 },
      own: { text: 'of a', cosine: 0.2 },
    });
  });

  it('propose a phrase in the language that lacks it', () => {
    expect(confusions([wrong(0.3)], 9)[0]).toMatchObject({
      proposal: 'add-phrase',
      advice: 'Add a phrase like this, in words of your own, to a in es.',
    });
  });

  it('propose to move a phrase of the wrong entry that says the same', () => {
    expect(confusions([wrong(0.2), wrong(0.9)], 9)[0]).toMatchObject({
      proposal: 'move-phrase',
      advice: expect.stringContaining('"of b" (en) stands in b'),
    });
  });

  it('propose to sharpen or merge two entries that are near to the same questions, or mixed up both ways', () => {
    expect(confusions([wrong(0.4, 0.36)], 9)[0]?.proposal).toBe('sharpen');
    expect(confusions([wrong(0.2), outcome('b', ['a'], 0.5)], 9).map(({ proposal }) => proposal)).toEqual([
      'sharpen',
      'sharpen',
    ]);
  });
});

describe('the figures of entries', () => {
  it('count what was meant and what was given, the most mistakes first', () => {
    const figures = entryFigures([
      outcome('a', ['a'], 0.9, { answered: 'a' }),
      outcome('a', ['b'], 0.9, { answered: 'b' }),
      outcome('c', ['c'], 0.4),
      outcome('oos', ['b'], 0.9, { answered: 'b' }),
    ]);
    expect(figures).toEqual([
      { id: 'b', count: 0, right: 0, answeredRight: 0, answeredWrongly: 0, wronglyGiven: 2 },
      { id: 'a', count: 2, right: 1, answeredRight: 1, answeredWrongly: 1, wronglyGiven: 0 },
      { id: 'c', count: 1, right: 1, answeredRight: 0, answeredWrongly: 0, wronglyGiven: 0 },
    ]);
  });
});
