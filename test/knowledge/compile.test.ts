import { describe, expect, it } from 'vitest';
import { compileKnowledge, factsIn } from '../../src/knowledge/compile.ts';
import { parseKnowledge, type FactValue } from '../../src/knowledge/parse.ts';
import { fillPlaceholders, placeholdersIn } from '../../src/knowledge/placeholders.ts';
import { toTraditional } from '../support/small-brain.ts';
import { edited, smallKnowledgeFiles } from '../support/small-knowledge.ts';

describe('compiling the knowledge base', () => {
  const knowledge = compileKnowledge(parseKnowledge(smallKnowledgeFiles, []), 'v1', toTraditional);
  const article = (id: string) => knowledge.articles.find((candidate) => candidate.id === id);

  it('brings the texts of an entry together in all languages', () => {
    expect(Object.keys(article('no-data')?.texts ?? {})).toEqual(['en', 'es', 'zh-Hans', 'zh-Hant']);
    expect(knowledge).toMatchObject({ version: 'v1', languages: ['en', 'es', 'zh-Hans', 'zh-Hant'] });
  });

  it('derives question and answer in Traditional Chinese where the entry has none of its own', () => {
    expect(article('no-data')?.texts['zh-Hant']).toMatchObject({
      question: '我的 eSIM 為什麼上不了網？',
      answer: '請開啟該線路的資料漫遊。',
      phrases: ['沒有網路', '數據用唔到', '上唔到網'],
    });
  });

  it('keeps an own answer in Traditional Chinese and derives only the question', () => {
    expect(article('refund')?.texts['zh-Hant']).toMatchObject({
      question: '怎麼退款？',
      answer: '未使用的方案可退費，請來電 +34 900 000 000。',
    });
  });

  it('fills placeholders in the language of the text, also with spaces inside', () => {
    expect(article('refund')?.texts.en?.answer).toBe('Unused plans are refunded. Call +34 900 000 000 (every day).');
    expect(article('refund')?.texts.es?.answer).toContain('(todos los días)');
    expect(article('prices')?.texts.en?.answer).toBe('A plan costs €10.');
  });

  it('falls back to the English fact where a language has none', () => {
    expect(article('prices')?.texts.es?.answer).toBe('Un plan cuesta €10.');
  });

  it('leaves a language out where an entry has no text in it', () => {
    const files = edited({ 'es/plan.yaml': () => '', 'zh-Hans/plan.yaml': () => '' });
    const partial = compileKnowledge(parseKnowledge(files, []), 'v1', toTraditional);
    // Phrases alone make no text: zh-Hant has nothing to derive from.
    expect(Object.keys(partial.articles.find(({ id }) => id === 'prices')?.texts ?? {})).toEqual(['en']);
  });

  it('gives the same result for the same files', () => {
    expect(compileKnowledge(parseKnowledge(smallKnowledgeFiles, []), 'v1', toTraditional)).toEqual(knowledge);
  });
});

describe('the facts of the provider in one language', () => {
  const facts = new Map<string, FactValue>([
    ['a.same', 'x'],
    ['a.own', { en: 'every day', es: 'cada día', 'zh-Hans': '每天网络', 'zh-Hant': '天天' }],
    ['a.derived', { en: 'net', 'zh-Hans': '网络' }],
    ['a.strange', { fr: 'rien' }],
  ]);

  it.each([
    ['es', { 'a.same': 'x', 'a.own': 'cada día', 'a.derived': 'net', 'a.strange': 'rien' }],
    ['zh-Hant', { 'a.same': 'x', 'a.own': '天天', 'a.derived': '網路', 'a.strange': 'rien' }],
    ['de', { 'a.same': 'x', 'a.own': 'every day', 'a.derived': 'net', 'a.strange': 'rien' }],
  ] as const)('are its own, else derived, else English: %s', (language, expected) => {
    expect(factsIn(facts, language, toTraditional)).toEqual(expected);
  });
});

describe('placeholders', () => {
  it('are named in the order in which they stand', () => {
    expect(placeholdersIn('{{a.b}} and {{ c.d }} but not {e.f} or {{g h}}')).toEqual(['a.b', 'c.d']);
  });

  it('stay visible when they are unknown', () => {
    expect(fillPlaceholders('{{a.b}} {{a.c}}', { 'a.b': '1' })).toBe('1 {{a.c}}');
  });

  it('put values in as they are, even those that look like a replacement pattern', () => {
    expect(fillPlaceholders('{{a.b}}', { 'a.b': "$& $1 {{a.b}} $'" })).toBe("$& $1 {{a.b}} $'");
  });

  it('do not reach into what every object has', () => {
    expect(fillPlaceholders('{{constructor}} {{toString}}', {})).toBe('{{constructor}} {{toString}}');
  });
});
