import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { featuresOf } from '../../src/matching/features.ts';
import { fitFeatures } from '../../src/matching/counted-texts.ts';
import { createColumnOf, foreignLanguageWeights, ownLanguageWeights, vectorOf } from '../../src/matching/vectorizer.ts';
import { createVectorize } from '../../src/matching/vectorize.ts';
import { seededInt } from '../support/seeded-random.ts';

const words = [
  'refund',
  'my',
  'refunds',
  'data',
  'datos',
  'esim',
  '手机',
  '上网',
  'の',
  'no',
  'plan',
  'x'.repeat(30),
  '𠮷',
];
const spot = createConceptSpotter([
  { id: 'refund', forms: { en: ['refund'] } },
  { id: 'plan', forms: { en: ['data plan', 'plan'] } },
]);

describe('vectorizing an utterance', () => {
  const draw = seededInt(3);
  const utterance = (length: number) => {
    const language = (['en', 'es', 'zh-Hans'] as LanguageCode[])[draw(3)]!;
    return utteranceOf(Array.from({ length }, () => words[draw(words.length)]).join(' '), language);
  };
  const table = fitFeatures(Array.from({ length: 30 }, () => featuresOf(utterance(4), spot)));
  const columnOf = createColumnOf(table);

  it.each([
    ['own languages', ownLanguageWeights],
    ['foreign languages', foreignLanguageWeights],
  ])('gives the vector of its features to the bit, with the weights for %s', (_, weights) => {
    const vectorize = createVectorize(table, spot, columnOf);
    // Long ones outgrow the scratch memory; all come after others whose words are remembered.
    for (const length of [0, 1, 2, 5, 9, 5000, 3, 12, 12, 12]) {
      const asked = utterance(length);
      expect(vectorize(asked, weights)).toEqual(vectorOf(table, featuresOf(asked, spot), weights, columnOf));
    }
  });

  it('gives the zero vector to what has no known feature', () => {
    const vectorize = createVectorize(table, spot, columnOf);
    expect(vectorize(utteranceOf('?!', 'en'), ownLanguageWeights).columns).toHaveLength(0);
  });
});
