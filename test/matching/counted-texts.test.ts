import { describe, expect, it } from 'vitest';
import { countTexts, fitFeatures, fitTexts } from '../../src/matching/counted-texts.ts';
import { channels, type FeatureCounts } from '../../src/matching/features.ts';
import { createVectorOfText } from '../../src/matching/text-vectors.ts';
import { foreignLanguageWeights, ownLanguageWeights, vectorOf } from '../../src/matching/vectorizer.ts';
import { seededInt } from '../support/seeded-random.ts';

/** Hashes of the channels never meet; every third text is not spelt. */
function randomTexts(seed: number, count: number): FeatureCounts[] {
  const draw = seededInt(seed);
  const counts = (channel: number, most: number) =>
    new Map(
      Array.from({ length: draw(most) }, (): [number, number] => [channel * 4_000_000 + draw(90) * 3001, 1 + draw(4)]),
    );
  return Array.from({ length: count }, (_, text) => ({
    words: counts(0, 12),
    characters: counts(1, 40),
    concepts: counts(2, 5),
    spelling: text % 3 === 0 ? new Map() : counts(3, 40),
  }));
}

describe('counted texts', () => {
  it.each([ownLanguageWeights, foreignLanguageWeights])(
    'have the vectors of their features, bit for bit (%o)',
    (weights) => {
      const texts = randomTexts(1, 60);
      const counted = countTexts(texts);
      const table = fitTexts(counted, [3, 1, 4, 15, 9, 26, 5]);
      const vectorOfText = createVectorOfText(counted, table);
      texts.forEach((features, text) =>
        expect(vectorOfText(text, weights)).toEqual(vectorOf(table, features, weights)),
      );
    },
  );

  it('teach the table of the texts that are named, and of no others', () => {
    const texts = randomTexts(2, 60);
    const named = [3, 1, 4, 15, 9, 26, 5];
    const table = fitTexts(countTexts(texts), named);
    expect(table).toEqual(fitFeatures(named.map((text) => texts[text]!)));
    const known = new Set(named.flatMap((text) => channels.flatMap((channel) => [...texts[text]![channel].keys()])));
    expect([...table.hashes]).toEqual([...known].sort((a, b) => a - b));
  });

  it('teach the features of one channel where it is named', () => {
    const texts = randomTexts(3, 20);
    const counted = countTexts(texts);
    const { hashes, channel } = fitTexts(counted, [0, 1, 2, 3], 'concepts');
    expect(hashes.length).toBeGreaterThan(0);
    expect([...channel]).toEqual([...hashes].map(() => channels.indexOf('concepts')));
    const known = texts.slice(0, 4).flatMap(({ concepts }) => [...concepts.keys()]);
    expect(new Set(hashes)).toEqual(new Set(known));
  });

  it('teach character features only where many texts have them twice', () => {
    const once: FeatureCounts = {
      words: new Map([[1, 1]]),
      characters: new Map([[2, 1]]),
      spelling: new Map([[3, 1]]),
      concepts: new Map([[4, 1]]),
    };
    const nothing: FeatureCounts = {
      words: new Map(),
      characters: new Map(),
      spelling: new Map(),
      concepts: new Map(),
    };
    const others = new Array<FeatureCounts>(5000).fill(nothing);
    expect([...fitFeatures([once, ...others.slice(2)]).hashes]).toEqual([1, 2, 3, 4]);
    expect([...fitFeatures([once, ...others]).hashes]).toEqual([1, 4]);
    expect([...fitFeatures([once, once, ...others]).hashes]).toEqual([1, 2, 3, 4]);
  });
});
