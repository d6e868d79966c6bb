import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import type { Concept } from '../../src/knowledge/glossary.ts';
import { createConceptSpotter, spotNothing } from '../../src/matching/concepts.ts';
import { wordFeatureNames } from '../../src/matching/confidence.ts';
import { buildIndexModel } from '../../src/matching/index-model.ts';
import { createIndexMatcher } from '../../src/matching/index-ranker.ts';
import type { TrainingText } from '../../src/matching/train.ts';
import { seededInt } from '../support/seeded-random.ts';

type Corpus = Readonly<Record<string, readonly string[]>>;

const shop: Corpus = {
  refund: ['I want my money back', 'refund please', 'return the card'],
  topUp: ['I want more data', 'top up please', 'add gigabytes'],
  stolen: ['my phone was stolen', 'lost phone', 'thief took it'],
};
const smallTalk = ['tell me a joke', 'how is the weather', 'sing a song'];

function textsOf(corpus: Corpus, language: LanguageCode = 'en'): TrainingText[] {
  return Object.entries(corpus).flatMap(([articleId, phrases]) =>
    phrases.map((text) => ({ text, language, articleId })),
  );
}

function rankerOf(corpus: Corpus, background: readonly string[] = [], glossary: readonly Concept[] = []) {
  const spot = createConceptSpotter(glossary);
  const none = background.map((text): TrainingText => ({ text, language: 'en' }));
  const rank = createIndexMatcher(buildIndexModel(Object.keys(corpus), [...none, ...textsOf(corpus)], spot), spot);
  return (text: string, limit?: number) => rank(utteranceOf(text, 'en'), limit);
}

/** Articles of three words of their own and words of all, enough of them to learn a confidence from. */
function largeCorpus(seed: number): { corpus: Corpus; asked: readonly { text: string; id: string }[] } {
  const draw = seededInt(seed);
  const common = 'how do I get my where is the please help with this not working today again'.split(' ');
  const corpus: Record<string, string[]> = {};
  const asked: { text: string; id: string }[] = [];
  for (let article = 0; article < 60; article += 1) {
    const own = ['ka', 'lo', 'mi'].map((start) => `${start}${String.fromCharCode(97 + (article % 26))}${article}x`);
    const sentence = () => {
      const words = Array.from({ length: 4 }, () => common[draw(common.length)] ?? '');
      words.splice(draw(4), 0, own[draw(3)] ?? '', own[draw(3)] ?? '');
      return words.join(' ');
    };
    corpus[`article-${article}`] = Array.from({ length: 5 }, sentence);
    asked.push({ text: sentence(), id: `article-${article}` });
  }
  return { corpus, asked };
}

describe('the index ranker', () => {
  const rank = rankerOf(shop);

  it.each([
    ['money', 'refund', 'only one article has the word'],
    ['refunding', 'refund', 'the stem is the same'],
    ['stollen fone', 'stolen', 'characters outlast typos in every word'],
    ['lost phone', 'stolen', 'word for word'],
    ['more data please', 'topUp', 'two words, one of them rare, against the common one'],
  ])('puts the right article first for "%s": %s, %s', (text, id) => {
    expect(rank(text)[0]?.articleId).toBe(id);
  });

  it('brings together by concept what shares no word', () => {
    const glossary: Concept[] = [{ id: 'phone', forms: { en: ['phone', 'handset'] } }];
    expect(rankerOf(shop, [], glossary)('handset')[0]?.articleId).toBe('stolen');
  });

  it('recognises its own phrases word for word, and names them as the nearest', () => {
    for (const { text, articleId } of textsOf(shop)) {
      const best = rank(text)[0];
      expect(best).toMatchObject({ articleId, evidence: { exact: 1 }, nearestPhrase: { text, language: 'en' } });
      expect(best?.evidence.nearest).toBeCloseTo(1, 5);
      expect(best?.confidence).toBeGreaterThanOrEqual(0.97);
    }
  });

  it('explains the fused score as the sum of what the channels gave', () => {
    for (const text of ['I want my phone back', 'add money please', 'card']) {
      for (const { evidence } of rank(text)) {
        expect(evidence.words + evidence.characters + evidence.concepts).toBeCloseTo(evidence.margin, 5);
      }
    }
  });

  it('gives probabilities that do not rise down the list and add up to no more than 1', () => {
    for (const text of ['a', '网', 'x'.repeat(2000), 'I want my phone back', '__proto__', 'please']) {
      const confidences = rank(text).map(({ confidence }) => confidence);
      expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
      expect(confidences.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true);
      expect(confidences.reduce((sum, confidence) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('keeps a number for each named feature of the confidence', () => {
    const values = rank('I want my phone back')[0]?.confidenceFeatures ?? [];
    expect(values).toHaveLength(wordFeatureNames.length);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('gives no matches where no feature is known, and at most as many as asked for', () => {
    for (const text of ['', '?!', '网', '🦄']) expect(rank(text)).toEqual([]);
    expect(rank('please', 1)).toHaveLength(1);
    expect(rank('please', 0)).toEqual([]);
  });

  it('gives the same matches when it is made anew', () => {
    expect(rankerOf(shop)('I want my phone back')).toEqual(rank('I want my phone back'));
  });

  it('does not propose the background, and trusts an article less when the background is ahead', () => {
    const withBackground = rankerOf(shop, smallTalk);
    const [best] = withBackground('tell me a joke please');
    expect(Object.keys(shop)).toContain(best?.articleId);
    expect(best?.confidence).toBeLessThan(0.4);
  });

  it('takes an article without phrases for one that is never meant', () => {
    const spot = spotNothing;
    const model = buildIndexModel(['empty', ...Object.keys(shop)], textsOf(shop), spot);
    const matches = createIndexMatcher(model, spot)(utteranceOf('refund please', 'en'));
    expect(matches[0]?.articleId).toBe('refund');
    expect(matches.map(({ articleId }) => articleId)).not.toContain('empty');
  });

  it('takes knowledge without any phrase', () => {
    const model = buildIndexModel([], [], spotNothing);
    expect(createIndexMatcher(model, spotNothing)(utteranceOf('hello', 'en'))).toEqual([]);
  });
});

describe('the confidence of the index ranker', () => {
  const { corpus, asked } = largeCorpus(3);
  const model = buildIndexModel(Object.keys(corpus), textsOf(corpus), spotNothing);
  const rank = createIndexMatcher(model, spotNothing);
  const bestOf = (text: string) => rank(utteranceOf(text, 'en'))[0];

  it('is learned from the phrases themselves where there are enough', () => {
    const small = buildIndexModel(Object.keys(shop), textsOf(shop), spotNothing);
    expect(model.confidence.any).not.toEqual(small.confidence.any);
  });

  it('tells what is known from what is not', () => {
    const known = asked.map(({ text }) => bestOf(text)?.confidence ?? 0);
    const unknown = asked.map(({ text }) => bestOf(text.replace(/\S*\d\S*/g, 'zzyzx'))?.confidence ?? 0);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(known)).toBeGreaterThan(0.8);
    expect(mean(unknown)).toBeLessThan(0.5);
  });

  it('learns from a sample only, so that large knowledge takes no longer', () => {
    const sampled = buildIndexModel(Object.keys(corpus), textsOf(corpus), spotNothing, { lessons: 60 });
    expect(sampled.confidence.any).not.toEqual(model.confidence.any);
    expect(sampled.index).toEqual(model.index);
  });
});
