import { describe, expect, it } from 'vitest';
import { faultText, type Fault } from '../../src/knowledge/fault.ts';
import { fewestPhrases, lintKnowledge, longestAnswer } from '../../src/knowledge/lint.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import { createDetector } from '../../src/language/detect.ts';
import { vocabularyOf } from '../../src/service/brain.ts';
import { smallPublished } from '../support/small-brain.ts';
import { edited } from '../support/small-knowledge.ts';

type Edits = Parameters<typeof edited>[0];
const dialogIds = new Set(['give-back']);

/** All faults after some edits, except that the small articles have few phrases. */
function faultsAfter(edits: Edits, options: Partial<Parameters<typeof lintKnowledge>[1]> = {}): Fault[] {
  const parsing: Fault[] = [];
  const written = parseKnowledge(edited(edits), parsing);
  expect(parsing).toEqual([]);
  return lintKnowledge(written, { dialogIds, ...options }).filter(({ remedy }) => !remedy.startsWith('Write at least'));
}

const replace = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe('the check of the knowledge base', () => {
  it('finds nothing in a good one', () => {
    expect(faultsAfter({})).toEqual([]);
  });

  const kinds: readonly [string, Edits, string][] = [
    [
      'an id that is used twice',
      { 'entries.yaml': replace('id: top-up', 'id: prices'), 'en/plan.yaml': replace('top-up:', 'x:') },
      'knowledge-base/entries.yaml:9  the id prices is used twice. Rename one of the entries.',
    ],
    [
      'an unknown theme',
      { 'entries.yaml': replace('theme: plan, title: "Prices"', 'theme: shop, title: "Prices"') },
      'knowledge-base/entries.yaml:9  prices: unknown theme shop. Use a theme of the list at the top of the file.',
    ],
    [
      'a dialog that does not exist',
      { 'entries.yaml': replace('dialog: give-back', 'dialog: give-away') },
      'knowledge-base/entries.yaml:10  refund: there is no dialog give-away. Use one of give-back.',
    ],
    [
      'a neighbour that does not exist',
      { 'entries.yaml': replace('neighbours: [top-up]', 'neighbours: [top-down]') },
      'knowledge-base/entries.yaml:9  prices: there is no other entry top-down. Correct or remove the neighbour.',
    ],
    [
      'an entry that is its own neighbour',
      { 'entries.yaml': replace('neighbours: [top-up]', 'neighbours: [prices]') },
      'knowledge-base/entries.yaml:9  prices: there is no other entry prices. Correct or remove the neighbour.',
    ],
    [
      'an entry without a text in a language',
      { 'zh-Hant/plan.yaml': replace('top-up:', '# top-up:') },
      'knowledge-base/zh-Hant/plan.yaml:0  top-up has no text in zh-Hant. Add the entry with question, phrases and answer.',
    ],
    [
      'a text of no entry',
      { 'en/care.yaml': (text) => `${text}stray:\n  question: "q"\n  phrases: []\n  answer: "a"\n` },
      'knowledge-base/en/care.yaml:9  stray: there is no such entry. Correct the id or add it to entries.yaml.',
    ],
    [
      'a text in the file of another theme',
      { 'entries.yaml': replace('theme: plan, title: "Top-up"', 'theme: care, title: "Top-up"') },
      'knowledge-base/en/plan.yaml:1  top-up: belongs to theme care. Move it to en/care.yaml.',
    ],
    [
      'a missing question',
      { 'es/plan.yaml': replace('  question: "¿Cuánto cuesta un plan?"\n', '') },
      'knowledge-base/es/plan.yaml:5  prices: question is missing. Write the question.',
    ],
    [
      'a missing answer',
      { 'es/plan.yaml': replace('  answer: "Un plan cuesta {{plan.price}}."\n', '') },
      'knowledge-base/es/plan.yaml:5  prices: answer is missing. Write the answer.',
    ],
    [
      'an unknown placeholder',
      { 'en/plan.yaml': replace('{{ plan.price }}', '{{ plan.prise }}') },
      'knowledge-base/en/plan.yaml:8  prices: unknown placeholder {{plan.prise}}. Correct it or add it to provider.yaml.',
    ],
    [
      'a placeholder in a phrase',
      { 'en/plan.yaml': replace('"cheapest plan"', '"cheapest {{plan.price}} plan"') },
      'knowledge-base/en/plan.yaml:7  prices: a phrase has a placeholder. Write what a customer types.',
    ],
    [
      'an answer that is too long with its placeholders filled',
      { 'en/plan.yaml': replace('A plan costs', 'x'.repeat(longestAnswer)) },
      `knowledge-base/en/plan.yaml:8  prices: the answer has ${longestAnswer + 5} characters with its placeholders filled. Shorten it to ${longestAnswer}.`,
    ],
    [
      'a fact without English',
      { 'provider.yaml': replace('hours: {en: every day, ', 'hours: {') },
      'knowledge-base/provider.yaml:4  provider.hours has no English text. Add `en`, which others fall back to.',
    ],
    [
      'a phrase that stands in two entries, however it is written',
      { 'en/care.yaml': replace('"refund"', '"TOP-UP!"') },
      'knowledge-base/en/care.yaml:3  refund: the phrase stands already in top-up (knowledge-base/en/plan.yaml:3). Keep it where it belongs and write another one here.',
    ],
    [
      'a concept whose id is used twice',
      { 'glossary.yaml': replace('id: code', 'id: data') },
      'knowledge-base/glossary.yaml:3  data: the id is used twice. Rename or merge the concepts.',
    ],
    [
      'a form that belongs to two concepts',
      { 'glossary.yaml': replace('en: [QR code, QR]', 'en: [QR code, Internet]') },
      'knowledge-base/glossary.yaml:3  code: "Internet" (en) belongs to data already. Keep it with one concept.',
    ],
  ];

  it.each(kinds)('finds %s', (_, edits, expected) => {
    expect(faultsAfter(edits).map(faultText)).toContain(expected);
  });

  it('finds missing files of entries and facts', () => {
    const faults = faultsAfter({ 'entries.yaml': () => '', 'provider.yaml': () => '' }).map(faultText);
    expect(faults).toContain('knowledge-base/entries.yaml:0  the file is missing. Create it.');
    expect(faults).toContain('knowledge-base/provider.yaml:0  the file is missing. Create it.');
  });

  it('warns of every article with few phrases', () => {
    const faults = lintKnowledge(parseKnowledge(edited({}), []), { dialogIds });
    expect(faults).toHaveLength(24);
    for (const fault of faults) expect(fault).toMatchObject({ severity: 'warning' });
    expect(faults[0]?.message).toBe('no-data: has 6 phrases');
    expect(faults[0]?.remedy).toContain(String(fewestPhrases));
  });

  it('warns of a phrase in another language, but not of borrowed words', async () => {
    const { knowledge, glossary } = await smallPublished();
    const detect = createDetector(vocabularyOf(knowledge, glossary));
    const foreign = { 'en/plan.yaml': replace('"cheapest plan"', '"请问西班牙一个月的流量套餐大概需要多少钱"') };
    expect(faultsAfter({}, { detect })).toEqual([]);
    expect(faultsAfter(foreign, { detect }).map(faultText)).toEqual([
      'knowledge-base/en/plan.yaml:7  prices: the phrase is in zh-Hans, not in en. Move it to the file of its language.',
    ]);
  });

  it('lets the same words stand in two languages of one entry', () => {
    expect(faultsAfter({ 'es/connect.yaml': replace('"código qr"', '"qr code"') })).toEqual([]);
  });

  it('reports all faults at once', () => {
    const all = Object.assign({}, kinds[2]?.[1], kinds[8]?.[1], kinds[10]?.[1], kinds[13]?.[1]) as Edits;
    expect(faultsAfter(all)).toHaveLength(4);
  });
});
