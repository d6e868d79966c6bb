import { describe, expect, it } from 'vitest';
import { channels, type FeatureCounts } from '../../src/matching/features.ts';
import { fitFeatures } from '../../src/matching/counted-texts.ts';
import {
  createColumnOf,
  foreignLanguageWeights,
  ownLanguageWeights,
  vectorOf,
  type ChannelWeights,
} from '../../src/matching/vectorizer.ts';
import { seededInt } from '../support/seeded-random.ts';

type Draw = (limit: number) => number;

/** Hashes of the channels never meet: a thousand numbers each. */
function randomDocument(draw: Draw): FeatureCounts {
  const counts = (channel: number) =>
    new Map(
      Array.from({ length: draw(12) }, (): [number, number] => [channel * 4_000_000 + draw(1000) * 3001, 1 + draw(4)]),
    );
  return { words: counts(0), characters: counts(1), concepts: counts(2), spelling: counts(3) };
}

/** The same vector by the textbook: hash to value, everything recomputed, nothing clever. */
function naiveVector(
  documents: readonly FeatureCounts[],
  query: FeatureCounts,
  weights: ChannelWeights,
): Map<number, number> {
  const result = new Map<number, number>();
  for (const channel of channels) {
    const known = [...query[channel]].filter(([hash]) => documents.some((document) => document[channel].has(hash)));
    const values = known.map(([hash, count]): [number, number] => {
      const frequency = documents.filter((document) => document[channel].has(hash)).length;
      const idf = Math.log((1 + documents.length) / (1 + frequency)) + 1;
      return [hash, (1 + Math.log(count)) * idf];
    });
    const length = Math.hypot(...values.map(([, value]) => value));
    const isBoth = channel === 'characters' && query.spelling.size === 0;
    const weight = isBoth ? Math.sqrt(weights.characters ** 2 + weights.spelling ** 2) : weights[channel];
    if (weight > 0) for (const [hash, value] of values) result.set(hash, (weight * value) / length);
  }
  const length = Math.hypot(...result.values());
  return new Map([...result].map(([hash, value]) => [hash, value / length]));
}

describe('the vectorizer', () => {
  it.each([
    ['own languages', ownLanguageWeights],
    ['foreign languages', foreignLanguageWeights],
    ['any other purpose', { words: 0.1, characters: 3, concepts: 0.3, spelling: 2 }],
  ])('agrees with a naive tf-idf on random documents, with the weights for %s', (_, weights) => {
    const draw = seededInt(7);
    for (let round = 0; round < 30; round += 1) {
      const documents = Array.from({ length: 1 + draw(20) }, () => randomDocument(draw));
      const query = randomDocument(draw);
      const table = fitFeatures(documents);
      for (const text of [query, ...documents]) {
        const expected = naiveVector(documents, text, weights);
        const { columns, values } = vectorOf(table, text, weights);
        const found = new Map([...columns].map((column, at) => [table.hashes[column], values[at]]));
        expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [hash, value] of expected) expect(found.get(hash)).toBeCloseTo(value, 5);
      }
    }
  });

  it('finds every known hash and no other', () => {
    const draw = seededInt(8);
    const table = fitFeatures(Array.from({ length: 20 }, () => randomDocument(draw)));
    const columnOf = createColumnOf(table);
    table.hashes.forEach((hash, column) => {
      expect(columnOf(hash)).toBe(column);
      if (!table.hashes.includes(hash + 1)) expect(columnOf(hash + 1)).toBe(-1);
    });
  });

  it('makes vectors of unit length, whatever the text', () => {
    const draw = seededInt(9);
    const documents = Array.from({ length: 20 }, () => randomDocument(draw));
    const table = fitFeatures(documents);
    for (const document of documents) {
      const { values } = vectorOf(table, document);
      if (values.length > 0) expect(Math.hypot(...values)).toBeCloseTo(1, 5);
    }
  });

  it('gives the zero vector to a text without known features', () => {
    const nothing: FeatureCounts = {
      words: new Map([[1, 1]]),
      characters: new Map(),
      concepts: new Map(),
      spelling: new Map(),
    };
    const table = fitFeatures([{ ...nothing, words: new Map([[2, 1]]) }]);
    expect(vectorOf(table, nothing).columns).toHaveLength(0);
  });

  it('weighs a feature the less the more texts have it', () => {
    const of = (...hashes: number[]): FeatureCounts => ({
      words: new Map(hashes.map((hash) => [hash, 1])),
      characters: new Map(),
      concepts: new Map(),
      spelling: new Map(),
    });
    const table = fitFeatures([of(1, 2), of(1, 3), of(1)]);
    const { columns, values } = vectorOf(table, of(1, 2));
    const valueOf = (hash: number) => values[columns.indexOf(createColumnOf(table)(hash))] ?? NaN;
    expect(valueOf(2)).toBeGreaterThan(valueOf(1));
  });

  it('learns from no texts at all', () => {
    expect(fitFeatures([]).hashes).toHaveLength(0);
  });
});
