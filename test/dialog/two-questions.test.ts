import { describe, expect, it } from 'vitest';
import { twoQuestions } from '../../src/dialog/two-questions.ts';
import type { Question } from '../../src/matching/questions.ts';
import { matchOf } from '../support/situations.ts';

type Line = readonly [string, number, string?];

function question([id, confidence, marks = '?']: Line): Question {
  return { match: matchOf(id, confidence), asks: marks.includes('?'), adds: marks.includes('+') };
}

function two(lines: readonly Line[], whole: readonly (readonly [string, number])[]): string | undefined {
  const matches = whole.map(([id, confidence]) => matchOf(id, confidence));
  return twoQuestions(lines.map(question), matches, 0.7)
    ?.map(({ match }) => match.articleId)
    .join(' ');
}

const both = [
  ['b', 0.6],
  ['a', 0.3],
] as const;

describe('two questions in one message', () => {
  it.each<[string, readonly Line[], string | undefined]>([
    [
      'both sure',
      [
        ['a', 0.9],
        ['b', 0.8],
      ],
      'a b',
    ],
    [
      'in the order in which they are asked',
      [
        ['b', 0.8],
        ['a', 0.9],
      ],
      'b a',
    ],
    [
      'with other segments that are sure of nothing',
      [
        ['c', 0.3, ''],
        ['a', 0.9],
        ['b', 0.8],
        ['a', 0.2],
      ],
      'a b',
    ],
    [
      'with the same asked twice',
      [
        ['a', 0.8],
        ['b', 0.9],
        ['a', 0.9],
      ],
      'a b',
    ],
    [
      'a statement and what it adds',
      [
        ['a', 0.9, ''],
        ['b', 0.9, '+'],
      ],
      'a b',
    ],
    [
      'a statement and the question about it',
      [
        ['a', 0.9, ''],
        ['b', 0.9],
      ],
      undefined,
    ],
    [
      'a question and its background',
      [
        ['a', 0.9],
        ['b', 0.9, ''],
      ],
      undefined,
    ],
    [
      'one of them unsure',
      [
        ['a', 0.9],
        ['b', 0.69],
      ],
      undefined,
    ],
    [
      'both about the same',
      [
        ['a', 0.9],
        ['a', 0.8],
      ],
      undefined,
    ],
    [
      'three of them',
      [
        ['a', 0.9],
        ['b', 0.9],
        ['c', 0.9],
      ],
      undefined,
    ],
    [
      'one the whole does not think of',
      [
        ['a', 0.9],
        ['c', 0.9],
      ],
      undefined,
    ],
    ['no segments', [], undefined],
  ])('%s', (_, lines, expected) => {
    expect(two(lines, both)).toBe(expected);
  });

  it('are one where the whole is as sure of one of them', () => {
    const lines: readonly Line[] = [
      ['a', 0.9],
      ['b', 0.8],
    ];
    expect(
      two(lines, [
        ['a', 0.05],
        ['b', 0.8],
      ]),
    ).toBeUndefined();
  });
});
