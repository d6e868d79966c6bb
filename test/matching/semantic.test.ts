import { beforeAll, describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { fitFusion } from '../../src/matching/fit-fusion.ts';
import { createMatcher, type Rank } from '../../src/matching/matcher.ts';
import { createMeaningScorer } from '../../src/matching/meaning-scorer.ts';
import { createSemanticMatcher, type Fusion } from '../../src/matching/semantic.ts';
import { trainModel, type Model } from '../../src/matching/train.ts';
import { rankerContract, scorerContract, type ScorerWorld } from '../contract/scorer-contract.ts';
import { smallMeanings } from '../support/semantic-brain.ts';
import { smallModel, smallPublished } from '../support/small-brain.ts';
import { createWordEmbedder } from '../support/word-embedder.ts';

const { vectorOf } = createWordEmbedder(smallMeanings);

function vectorsOf({ phrases }: Pick<Model, 'phrases'>, of = vectorOf) {
  const rows = phrases.map(({ text }) => of(text));
  const dimension = rows[0]!.length;
  const values = new Float32Array(rows.length * dimension);
  rows.forEach((row, at) => values.set(row, at * dimension));
  return { dimension, values };
}

interface SemanticWorld extends ScorerWorld {
  readonly model: Model;
  readonly byWords: Rank;
  /** The fused ranker, with the vector as an argument. */
  readonly fused: Rank;
}

async function makeWorld(): Promise<SemanticWorld> {
  const published = await smallPublished();
  const spot = createConceptSpotter(published.glossary);
  const model = smallModel(published);
  const vectors = vectorsOf(model);
  const fused = createSemanticMatcher(model, spot, { vectors, fusion: fitFusion(model, spot, vectors)! });
  return {
    model,
    byWords: createMatcher(model, spot),
    fused,
    rank: (utterance, limit) => fused(utterance, limit, vectorOf(utterance.text)),
    articleCount: model.articleIds.length,
    phrases: published.knowledge.articles.flatMap(({ id, texts }) =>
      (['en', 'es', 'zh-Hans', 'zh-Hant'] as const).flatMap((language) =>
        (texts[language]?.phrases ?? []).map((text) => ({ text, language, articleId: id })),
      ),
    ),
  };
}

const shared = makeWorld();
scorerContract('semantic', () => shared);
rankerContract('the fusion of words and meaning', makeWorld);

describe('ranking by words and meaning', () => {
  let world: SemanticWorld;
  beforeAll(async () => {
    world = await shared;
  });

  it.each([
    ['nicked', 'stolen'],
    ['geld', 'refund'],
    ['tariff', 'prices'],
  ])('understands "%s", whose words are in no phrase', (text, articleId) => {
    const utterance = utteranceOf(text, 'en');
    const [best] = world.rank(utterance);
    const before = world.byWords(utterance, 10).find((match) => match.articleId === articleId);
    expect(best?.articleId).toBe(articleId);
    expect(best!.confidence).toBeGreaterThan(before!.confidence);
    expect(best?.evidence.semantic).toBeGreaterThan(0.5);
  });

  it('is the ranking by words, to the last figure, without a vector or with one of another model', () => {
    for (const { text, language } of world.phrases) {
      const utterance = utteranceOf(`${text} please`, language);
      expect(world.fused(utterance)).toEqual(world.byWords(utterance));
      expect(world.fused(utterance, 5, new Float32Array(7))).toEqual(world.byWords(utterance));
      expect(world.fused(utterance)[0]?.evidence.semantic).toBeUndefined();
    }
  });

  it('keeps a phrase word for word first, whatever the vector says, and at least as sure', () => {
    const utterance = utteranceOf('refund', 'en');
    const misled = world.fused(utterance, 5, vectorOf('stolen phone'));
    expect(misled[0]).toMatchObject({ articleId: 'refund', evidence: { exact: 1 } });
    expect(misled[0]!.confidence).toBeGreaterThanOrEqual(0.97);
  });

  it('is the same whether or not the correction of confidences is the neutral one', () => {
    const { model } = world;
    const vectors = vectorsOf(model);
    const fusion = fitFusion(model, () => [], vectors)!;
    const more = createSemanticMatcher(model, () => [], { vectors, fusion }, { default: { slope: 1, shift: 1 } });
    const same = createSemanticMatcher(model, () => [], { vectors, fusion });
    const utterance = utteranceOf('which tariff', 'en');
    const [a] = more(utterance, 5, vectorOf('which tariff'));
    const [b] = same(utterance, 5, vectorOf('which tariff'));
    const logit = (p: number) => Math.log(p / (1 - p));
    expect(a?.articleId).toBe(b?.articleId);
    expect(logit(a!.confidence) - logit(b!.confidence)).toBeCloseTo(1, 5);
  });
});

describe('a language without phrases', () => {
  it('is weighed on its own', async () => {
    const { model } = await shared;
    const vectors = vectorsOf(model);
    const { own, foreign } = fitFusion(model, () => [], vectors)!;
    expect(foreign).not.toEqual(own);
    const confidenceOf = (language: 'en' | 'de', fusion: Fusion) =>
      createSemanticMatcher(model, () => [], { vectors, fusion })(utteranceOf('geld', language), 1, vectorOf('geld'))[0]
        ?.confidence;
    const unsure = { ...own, confidence: { ...own.confidence, bias: -20 } };
    expect(confidenceOf('en', { own, foreign: unsure })).toBeGreaterThan(0.01);
    expect(confidenceOf('de', { own, foreign: unsure })).toBeLessThan(0.01);
  });

  it('is weighed like the only language there is', () => {
    const texts = ['refund', 'code', 'price', 'network', 'phone'].flatMap((articleId) =>
      ['my', 'the', 'which', 'that'].map((word) => ({
        text: `${word} ${articleId}`,
        language: 'en' as const,
        articleId,
      })),
    );
    const ids = [...new Set(texts.map(({ articleId }) => articleId))];
    const model = trainModel(ids, texts, () => []);
    const fusion = fitFusion(model, () => [], vectorsOf(model));
    expect(fusion?.foreign).toEqual(fusion?.own);
  });
});

describe('learning the fusion', () => {
  it('is deterministic', async () => {
    const { model } = await shared;
    expect(fitFusion(model, () => [], vectorsOf(model))).toEqual(fitFusion(model, () => [], vectorsOf(model)));
  });

  it('trusts vectors that mean nothing less than those that do', async () => {
    const { model } = await shared;
    let seed = 0;
    const noise = vectorsOf(model, () => vectorOf(`noise ${(seed += 1)} ${seed * 7} ${seed * 31}`));
    // Per standardized feature: what comes after the two of words is meaning.
    const trust = (vectors: ReturnType<typeof vectorsOf>) =>
      fitFusion(model, () => [], vectors)!
        .own.order.weights.slice(2)
        .reduce((sum, weight) => sum + weight, 0);
    expect(Math.abs(trust(noise))).toBeLessThan(trust(vectorsOf(model)));
  });

  it('is left where the knowledge is too small to hold anything out', () => {
    const texts = ['one', 'two', 'three'].map((text) => ({ text, language: 'en' as const, articleId: text }));
    const model = trainModel(['one', 'two', 'three'], texts, () => []);
    expect(fitFusion(model, () => [], vectorsOf(model))).toBeUndefined();
  });
});

describe('scoring meaning', () => {
  const unit = (...values: number[]) => Float32Array.from(values);
  const vectors = { dimension: 2, values: unit(1, 0, 0, 1, 0.6, 0.8, -1, 0) };

  it('gives the best cosine, the cosine to the centre, and the best of the background', () => {
    const { best, centre, background } = createMeaningScorer(vectors, [0, 0, 1, 2], 2)(unit(1, 0));
    expect([...best]).toEqual([1, expect.closeTo(0.6)]);
    expect([...centre]).toEqual([expect.closeTo(Math.SQRT1_2), expect.closeTo(0.6)]);
    expect(background).toBe(-1);
  });

  it('leaves out what it is not given: an article without phrases has no score', () => {
    const { best, background } = createMeaningScorer(vectors, [0, 0, 1, 2], 2, [1])(unit(1, 0));
    expect([...best]).toEqual([0, -Infinity]);
    expect(background).toBeUndefined();
  });
});
