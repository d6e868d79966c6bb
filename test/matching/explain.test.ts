import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { createExplain } from '../../src/matching/explain.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { trainModel, type TrainingText } from '../../src/matching/train.ts';

const spot = createConceptSpotter([{ id: 'signal', forms: { en: ['signal', 'bars'], 'zh-Hans': ['信号'] } }]);
const phrases: Readonly<Record<string, readonly (readonly [LanguageCode, string])[]>> = {
  'no-signal': [
    ['en', 'there is no signal on my phone'],
    ['en', 'I have no bars here'],
    ['zh-Hans', '我的手机没有信号'],
  ],
  refund: [
    ['en', 'I want my money back'],
    ['en', 'please refund my phone plan'],
    ['zh-Hans', '我要退款'],
  ],
};
const texts = Object.entries(phrases).flatMap(([articleId, list]) =>
  list.map(([language, text]): TrainingText => ({ articleId, language, text })),
);
const model = trainModel(Object.keys(phrases), texts, spot);
const explain = createExplain(model, spot);

describe('an explanation', () => {
  it('names the words and concepts that put an article ahead of the runner-up', () => {
    const utterance = utteranceOf('my phone has no signal', 'en');
    const { words, concepts } = explain(utterance, 'no-signal', 'refund');
    expect(words[0]?.text).toMatch(/^(no|signal)$/);
    expect(words[0]!.pro).toBeGreaterThan(words[0]!.contra);
    expect(concepts).toEqual([expect.objectContaining({ text: 'signal' })]);
    expect(concepts[0]!.pro).toBeGreaterThan(0);
    expect(concepts[0]!.contra).toBeLessThan(0);
  });

  it('adds up to the margin of the article, less its bias', () => {
    const utterance = utteranceOf('no signal', 'en');
    const { words, concepts } = explain(utterance, 'no-signal');
    const parts = [...words, ...concepts].reduce((sum, { pro }) => sum + pro, 0);
    const match = createMatcher(model, spot)(utterance).find(({ articleId }) => articleId === 'no-signal');
    expect(parts + model.core.bias[0]!).toBeCloseTo(match?.evidence.margin ?? NaN, 4);
  });

  it('says nothing against a runner-up that there is not', () => {
    const { words } = explain(utteranceOf('refund', 'en'), 'refund');
    expect(words).toEqual([expect.objectContaining({ text: 'refund', contra: 0 })]);
  });

  it('puts characters together to words where writing has no spaces', () => {
    const { words } = explain(utteranceOf('手机没有信号', 'zh-Hans'), 'no-signal', 'refund');
    expect(words.map(({ text }) => text)).toContain('信号');
  });

  it('has nothing to say of words it does not know', () => {
    const { words, concepts } = explain(utteranceOf('0000', 'en'), 'refund', 'no-signal');
    expect(words).toEqual([{ text: '0000', pro: 0, contra: 0 }]);
    expect(concepts).toEqual([]);
  });
});
