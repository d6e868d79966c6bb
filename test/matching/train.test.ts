import { beforeAll, describe, expect, it } from 'vitest';
import { spotNothing } from '../../src/matching/concepts.ts';
import { bestLabels } from '../../src/matching/best-labels.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { priorConfidence } from '../../src/matching/prior-confidence.ts';
import { packModel, unpackModel } from '../../src/matching/serialize.ts';
import { trainModel, type Model, type TrainingText } from '../../src/matching/train.ts';
import { createBrain, type Brain, type Published } from '../../src/service/brain.ts';
import { smallModel, smallPublished } from '../support/small-brain.ts';

describe('training', () => {
  let published: Published;
  let model: Model;
  let brain: Brain;

  beforeAll(async () => {
    published = await smallPublished();
    model = smallModel(published);
    brain = createBrain(published, model);
  });

  const texts = ['no internet at all', 'quiero mi dinero', '手机在地铁里被偷了', 'is it raining in Madrid', '?'];
  const ranked = (by: Brain) => texts.map((text) => by.rank(by.analyze(text)));

  it('gives the same bytes for the same texts', () => {
    expect(packModel(smallModel(published))).toEqual(packModel(model));
  });

  it('gives other bytes for other texts', () => {
    const fewer = { ...published, knowledge: { ...published.knowledge, background: [] } };
    expect(packModel(smallModel(fewer))).not.toEqual(packModel(model));
  });

  it('tells its progress from 0 to 1, never backwards', () => {
    const told: number[] = [];
    const phrases = published.knowledge.articles.flatMap(({ id, texts: { en } }) =>
      (en?.phrases ?? []).map((text): TrainingText => ({ text, language: 'en', articleId: id })),
    );
    const ids = published.knowledge.articles.map(({ id }) => id);
    trainModel(ids, phrases, spotNothing, { onProgress: (done) => told.push(done) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[0]).toBeGreaterThan(0);
    expect(told.at(-1)).toBe(1);
  });

  it('learns a confidence from the phrases, and takes the fixed one where there are too few', () => {
    const few = (['a', 'b'] as const).map((id): TrainingText => ({
      text: `word ${id}`,
      language: 'en',
      articleId: id,
    }));
    expect(trainModel(['a', 'b'], few, spotNothing).confidence).toEqual({ any: priorConfidence });
    expect(model.confidence.any).not.toEqual(priorConfidence);
  });

  it('makes a ranker even of a single article with a single phrase', () => {
    const one = trainModel(['a'], [{ text: 'refund', language: 'en', articleId: 'a' }], spotNothing);
    const [best] = createMatcher(one, spotNothing)(brain.analyze('I want a refund'));
    expect(best).toMatchObject({ articleId: 'a' });
    expect(best?.confidence).toBeGreaterThan(0);
  });

  it('makes a ranker that finds nothing of nothing', () => {
    expect(createMatcher(trainModel([], [], spotNothing), spotNothing)(brain.analyze('refund'))).toEqual([]);
  });

  describe('and keeping a model', () => {
    it('gives back a model with the same scores', () => {
      const kept = unpackModel(packModel(model));
      expect(ranked(createBrain(published, kept))).toEqual(ranked(brain));
    });

    it('packs what was unpacked into the same bytes', () => {
      const bytes = packModel(model);
      expect(packModel(unpackModel(bytes))).toEqual(bytes);
    });

    it('reads bytes that stand inside a larger buffer', () => {
      const bytes = packModel(model);
      const larger = new Uint8Array(bytes.length + 16);
      larger.set(bytes, 8);
      expect(packModel(unpackModel(larger.subarray(8, 8 + bytes.length)))).toEqual(bytes);
    });

    it('refuses bytes that are no model, or only the beginning of one', () => {
      const bytes = packModel(model);
      const others = [0, 4, 8, 100, bytes.length - 4].map((length) => bytes.slice(0, length));
      for (const bad of [...others, new TextEncoder().encode('{"not": "a model"}')]) {
        expect(() => unpackModel(bad)).toThrow(expect.objectContaining({ code: 'knowledgeInvalid' }));
      }
    });
  });
});

describe('bestLabels', () => {
  it('are the largest margins among the articles, the first of equals first, never the background', () => {
    expect(bestLabels(Float32Array.of(0.1, 0.5, 0.5, 0.9), 3, 2)).toEqual([1, 2]);
  });
});
