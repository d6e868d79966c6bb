import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/knowledge/article.ts';
import { nearestPhraseOf } from '../../src/service/nearest-phrase.ts';

const text = (question: string) => ({ question, answer: 'An answer.', phrases: [] });
const article: Pick<Article, 'texts'> = {
  texts: {
    en: text('Why is there no internet?'),
    es: text('¿Por qué no hay internet?'),
    'zh-Hans': text('为什么上不了网？'),
  },
};
const spanish = { nearestPhrase: { text: 'no me jala el internet', language: 'es' } } as const;

describe('the nearest phrase of a match', () => {
  it('stands alone where it is in the language of the message, whatever the script', () => {
    expect(nearestPhraseOf(spanish, article, 'es')).toEqual({ text: 'no me jala el internet', language: 'es' });
    const simplified = { nearestPhrase: { text: '上不了网', language: 'zh-Hans' } } as const;
    expect(nearestPhraseOf(simplified, article, 'zh-Hant')).toEqual({ text: '上不了网', language: 'zh-Hans' });
  });

  it('comes with what the article asks in the language of the message', () => {
    expect(nearestPhraseOf(spanish, article, 'zh-Hans')?.translation).toBe('为什么上不了网？');
  });

  it('comes with what it asks in English where the article has nothing in that language', () => {
    expect(nearestPhraseOf(spanish, article, 'nl')?.translation).toBe('Why is there no internet?');
    const english = { nearestPhrase: { text: 'no internet', language: 'en' } } as const;
    expect(nearestPhraseOf(english, article, 'nl')).toEqual({ text: 'no internet', language: 'en' });
  });

  it('is none where no phrase came near', () => {
    expect(nearestPhraseOf({}, article, 'es')).toBeUndefined();
  });
});
