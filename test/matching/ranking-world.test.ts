import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import type { Concept } from '../../src/knowledge/glossary.ts';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { createMatcher } from '../../src/matching/matcher.ts';
import { trainModel } from '../../src/matching/train.ts';

type Corpus = Readonly<Record<string, readonly string[]>>;

/** Ranks article ids for a text, best first. */
function world(corpus: Corpus, glossary: readonly Concept[] = [], language: LanguageCode = 'en') {
  const spot = createConceptSpotter(glossary);
  const texts = Object.entries(corpus).flatMap(([articleId, phrases]) =>
    phrases.map((text) => ({ text, language, articleId })),
  );
  const rank = createMatcher(trainModel(Object.keys(corpus), texts, spot), spot);
  return (text: string) => rank(utteranceOf(text, language)).map(({ articleId }) => articleId);
}

describe('ranking', () => {
  const shop = world({
    refund: ['I want my money back', 'refund please', 'return the card'],
    topUp: ['I want more data', 'top up please', 'add gigabytes'],
    stolen: ['my phone was stolen', 'lost phone', 'thief took it'],
  });
  const shopCases: readonly [string, string[], string][] = [
    ['money', ['refund'], 'only one article has the word'],
    ['refund', ['refund'], 'a word that no other article has'],
    ['refunding', ['refund'], 'the stem is the same'],
    ['refnd plese', ['refund'], 'characters of a rare word outlast a typo in it'],
    ['stollen fone', ['stolen'], 'characters outlast typos in every word'],
    ['more data please', ['topUp', 'refund', 'stolen'], 'two words, one of them rare, against the common one'],
    [
      'I want my phone back',
      ['refund', 'stolen', 'topUp'],
      'four known words outweigh one; nothing but "I want" speaks for the last',
    ],
    ['lost phone', ['stolen'], 'word for word'],
    ['gigabytes gigabytes gigabytes money', ['topUp', 'refund', 'stolen'], 'repetition counts, though less each time'],
    ['the the the', ['refund'], 'the one phrase with the word decides, common or not'],
  ];

  it.each(shopCases)('puts "%s" in the order %j: %s', (text, expected) => {
    expect(shop(text).slice(0, expected.length)).toEqual(expected);
  });

  it('puts an article last that has nothing of the text', () => {
    expect(shop('please').at(-1)).toBe('stolen');
  });

  it('brings together by concept what shares no word', () => {
    const glossary: Concept[] = [
      { id: 'money', forms: { en: ['money', 'cash', 'dough'] } },
      { id: 'phone', forms: { en: ['phone', 'handset'] } },
    ];
    const corpus = {
      stolen: ['my phone was stolen', 'a thief took the phone'],
      refund: ['I want my money back', 'return the money'],
    };
    expect(world(corpus, glossary)('handset')[0]).toBe('stolen');
    expect(world(corpus, glossary)('cash')[0]).toBe('refund');
    expect(world(corpus, glossary)('dough')[0]).toBe('refund');
  });

  it('tells word order apart where the words are the same', () => {
    const rank = world({ toPhone: ['from card to phone'], toCard: ['from phone to card'] });
    expect(rank('please move it from card to phone')[0]).toBe('toPhone');
    expect(rank('please move it from phone to card')[0]).toBe('toCard');
  });

  it('lets a rare word decide between articles that share the others', () => {
    const rank = world({
      buy: ['I want to buy an eSIM', 'I want a new eSIM'],
      delete: ['I want to delete an eSIM', 'I want to remove an eSIM'],
      move: ['I want to move an eSIM', 'I want to transfer an eSIM'],
    });
    expect(rank('I want to remove my eSIM')[0]).toBe('delete');
    expect(rank('transfer an eSIM')[0]).toBe('move');
  });

  it('ranks Chinese by characters, in either script', () => {
    const rank = world({ stolen: ['手机被偷了', '手机丢了'], refund: ['我要退款', '把钱退给我'] }, [], 'zh-Hans');
    expect(rank('退钱')[0]).toBe('refund');
    expect(rank('手機不見了')[0]).toBe('stolen');
  });

  it('puts an article first whose phrase was typed word for word, though others share more of its words', () => {
    const rank = world({ crowded: ['data plan data', 'data data plan', 'plan data plan'], small: ['data plan'] });
    expect(rank('Data plan?')[0]).toBe('small');
  });
});
