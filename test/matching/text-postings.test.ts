import { describe, expect, it } from 'vitest';
import { trainCore, type Core } from '../../src/matching/core.ts';
import { countTexts } from '../../src/matching/counted-texts.ts';
import type { FeatureCounts } from '../../src/matching/features.ts';
import { createFindNearest } from '../../src/matching/nearest.ts';
import { packModel, unpackModel } from '../../src/matching/serialize.ts';
import { termFactors } from '../../src/matching/term-factors.ts';
import { priorConfidence } from '../../src/matching/prior-confidence.ts';
import { toRows } from '../../src/matching/sparse.ts';
import { countInFamily } from '../../src/matching/text-postings.ts';
import { vectorOf } from '../../src/matching/vectorizer.ts';

interface Written {
  readonly features: FeatureCounts;
  readonly label: number;
  readonly family: string;
}

const example = (text: string, label: number, family = 'en'): Written => {
  const words = new Map<number, number>();
  for (const word of text.split(' ')) words.set(word.charCodeAt(0), (words.get(word.charCodeAt(0)) ?? 0) + 1);
  return { features: { words, characters: new Map(), concepts: new Map(), spelling: new Map() }, label, family };
};

/** The core of all examples, in two classes. */
function train(examples: readonly Written[]): Core {
  return trainCore(
    countTexts(examples.map(({ features }) => features)),
    examples.map(({ label, family }, text) => ({ text, label, family })),
    2,
  );
}

describe('the texts by feature', () => {
  it('take values apart so that they can be put together again', () => {
    const examples = [example('a b b c', 0), example('b b c c c d', 0), example('d d', 1)];
    const { table } = train(examples);
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
    const { postings } = train([...many, example('a', 0, 'es')]);
    const [english, spanish] = postings.families;
    expect([english!.rare - english!.start, english!.end - english!.rare]).toEqual([1, 1]);
    expect([spanish!.rare - spanish!.start, spanish!.end - spanish!.rare]).toEqual([0, 1]);
    const [first, second] = english!.lists;
    expect([first, second].map((list) => postings.starts[list! + 1]! - postings.starts[list!]!)).toEqual([50, 50]);
    expect(postings.rareEntries.length).toBe(2);
  });

  it('tell how many texts of a language have a feature, common or rare', () => {
    const many = Array.from({ length: 100 }, (_, at) => example(at < 3 ? 'a b' : 'a', at % 2));
    const { postings, table } = train([...many, example('a', 0, 'es')]);
    const [common, rare] = ['a', 'b'].map((word) => table.hashes.indexOf(word.charCodeAt(0)));
    const english = countInFamily(postings, 'en', table.hashes.length);
    expect([english[common!], english[rare!]]).toEqual([100, 3]);
    const spanish = countInFamily(postings, 'es', table.hashes.length);
    expect([spanish[common!], spanish[rare!]]).toEqual([1, 0]);
  });

  it.each([1, 100])(
    'keep equal lists once, common or rare, and find with them as by the features themselves (%d)',
    (times) => {
      // "a" and "b" always stand together, "c" with them or alone.
      const texts = Array.from({ length: times }, () => ['a b', 'a a b b c', 'c']).flat();
      const examples = texts.map((text, at) => example(text, at % 2));
      const { postings, table } = train(examples);
      const columnOf = (word: string) => table.hashes.indexOf(word.charCodeAt(0));
      expect([...postings.sharing]).toEqual([columnOf('b')]);
      expect([...postings.shared].map((feature) => postings.columns[feature])).toEqual([columnOf('a')]);
      const counts = countInFamily(postings, 'en', table.hashes.length);
      expect(['a', 'b', 'c'].map((word) => counts[columnOf(word)])).toEqual([2 * times, 2 * times, 2 * times]);

      const asked = vectorOf(table, example('b c c', 0).features);
      const valueOf = new Map(Array.from(asked.columns, (column, at) => [column, asked.values[at]!]));
      const cosines = examples.map(({ features }) => {
        const { columns, values } = vectorOf(table, features);
        return columns.reduce((sum, column, at) => sum + values[at]! * (valueOf.get(column) ?? 0), 0);
      });
      const find = createFindNearest({ postings, table });
      find(asked, [0, 1], 'en').forEach(({ text, cosine, covered }, label) => {
        const best = Math.max(...cosines.filter((_, at) => at % 2 === label));
        expect(cosine).toBeCloseTo(best, 5);
        expect(cosines[text]).toBeCloseTo(best, 5);
        expect([...covered]).toEqual([1, 1]);
      });
    },
  );

  it('are the same after they were packed', () => {
    const core = train([example('a b', 0), example('b c c', 1), example('c', 1, 'es')]);
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
