import { describe, expect, it } from '@jest/globals';
import { trainCore, type Example } from '../../src/matching/core.ts';
import { packModel, unpackModel } from '../../src/matching/serialize.ts';
import { termFactors } from '../../src/matching/term-factors.ts';
import { priorConfidence } from '../../src/matching/prior-confidence.ts';
import { toRows } from '../../src/matching/sparse.ts';
import { vectorOf } from '../../src/matching/vectorizer.ts';

const example = (text: string, label: number, family = 'en'): Example => {
  const words = new Map<number, number>();
  for (const word of text.split(' ')) words.set(word.charCodeAt(0), (words.get(word.charCodeAt(0)) ?? 0) + 1);
  return { features: { words, characters: new Map(), concepts: new Map(), spelling: new Map() }, label, family };
};

describe('the texts by feature', () => {
  it('take values apart so that they can be put together again', () => {
    const examples = [example('a b b c', 0), example('b b c c c d', 0), example('d d', 1)];
    const { table } = trainCore(examples, 2);
    const rows = toRows(examples.map(({ features }) => vectorOf(table, features)));
    const { factors, codes, scales } = termFactors(rows, table);
    for (let row = 0; row < examples.length; row += 1) {
      for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at += 1) {
        const scale = scales[row * 4 + table.channel[rows.columns[at]!]!]!;
        expect(table.idf[rows.columns[at]!]! * factors[codes[at]!]! * scale).toBeCloseTo(rows.values[at]!, 5);
      }
    }
  });

  it('hold common features group by group, and rare ones whole', () => {
    const many = Array.from({ length: 100 }, (_, at) => example(at === 0 ? 'a b' : 'a', at % 2));
    const { postings } = trainCore([...many, example('a', 0, 'es')], 2);
    const [english, spanish] = postings.families;
    expect([english!.rare - english!.start, english!.end - english!.rare]).toEqual([1, 1]);
    expect([spanish!.rare - spanish!.start, spanish!.end - spanish!.rare]).toEqual([0, 1]);
    const [first, second] = english!.lists;
    expect([first, second].map((list) => postings.starts[list! + 1]! - postings.starts[list!]!)).toEqual([50, 50]);
    expect(postings.rareEntries.length).toBe(2);
  });

  it('are the same after they were packed', () => {
    const core = trainCore([example('a b', 0), example('b c c', 1), example('c', 1, 'es')], 2);
    const model = {
      articleIds: ['first', 'second'],
      core,
      phraseHashes: Uint32Array.of(1, 2, 3),
      phrases: [],
      confidence: { any: priorConfidence },
    };
    expect(unpackModel(packModel(model))).toEqual(model);
  });
});
