import { describe, expect, it } from 'vitest';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { buildIndexModel, isTooLargeToTrain, largestTraining } from '../../src/matching/index-model.ts';
import { createBrain } from '../../src/service/brain.ts';
import { trainingTexts } from '../../src/service/catalog.ts';
import { smallBrain, smallPublished } from '../support/small-brain.ts';

describe('knowledge too large to train', () => {
  it('is told by articles times texts, since that is what training takes', () => {
    expect(isTooLargeToTrain(100, largestTraining / 100)).toBe(false);
    expect(isTooLargeToTrain(100, largestTraining / 100 + 1)).toBe(true);
    expect(isTooLargeToTrain(10_000, 50_000)).toBe(true);
  });

  it('is ranked from an index, with the same articles first for plain questions', async () => {
    const published = await smallPublished();
    const ids = published.knowledge.articles.map(({ id }) => id);
    const spot = createConceptSpotter(published.glossary);
    const indexed = createBrain(published, buildIndexModel(ids, trainingTexts(published), spot));
    const trained = await smallBrain();
    const firstOf = (brain: typeof trained, text: string) => brain.rank(brain.analyze(text))[0]?.articleId;
    for (const text of ['how do I top up', '¿cuánto cuesta un plan?', '怎么退款？', 'my phone was stolen']) {
      expect([text, firstOf(indexed, text)]).toEqual([text, firstOf(trained, text)]);
    }
  });
});
