import { describe, expect, it } from 'vitest';
import { faultText, type Fault } from '../../src/knowledge/fault.ts';
import { parseGold } from '../../src/knowledge/gold.ts';
import { lintGold } from '../../src/knowledge/lint-gold.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import { smallKnowledgeFiles } from '../support/small-knowledge.ts';

function read(name: string, text: string): { set: ReturnType<typeof parseGold>; faults: Fault[] } {
  const faults: Fault[] = [];
  return { set: parseGold([{ path: `knowledge-base/gold/${name}.yaml`, text }], faults), faults };
}

/** Faults of questions in English, with their entries. */
function faultsOf(text: string): string[] {
  const { set, faults } = read('en', text);
  return [...faults, ...lintGold(set, parseKnowledge(smallKnowledgeFiles, []))].map(faultText);
}

describe('the files of gold questions', () => {
  it('are questions with entry and place, by language', () => {
    const { set, faults } = read(
      'es',
      '# Why.\n- { entry: refund, question: "¿Me lo pagáis?", note: "often" }\n- { entry: none, question: "hola" }\n',
    );
    expect(faults).toEqual([]);
    expect(set.questions).toEqual([
      { entry: 'refund', question: '¿Me lo pagáis?', language: 'es', file: 'knowledge-base/gold/es.yaml', line: 2 },
      { entry: 'none', question: 'hola', language: 'es', file: 'knowledge-base/gold/es.yaml', line: 3 },
    ]);
  });

  it('keep what was accepted', () => {
    expect(read('accepted', 'en: ["one"]\n').set.accepted).toEqual({ en: ['one'] });
  });

  it.each([
    ['en', '- { entry: refund }\n', 'knowledge-base/gold/en.yaml:1  0.question: '],
    ['en', '- { entry: refund, question: "x", answer: "y" }\n', 'knowledge-base/gold/en.yaml:1  0: '],
    ['accepted', 'en: one\n', 'knowledge-base/gold/accepted.yaml:1  en: '],
    [
      'klingon',
      '- { entry: refund, question: "x" }\n',
      'knowledge-base/gold/klingon.yaml:0  the file is named after no',
    ],
    ['en', '- {', 'knowledge-base/gold/en.yaml:'],
  ])('become faults where %s.yaml is not right: %s', (name, text, fault) => {
    expect(read(name, text).faults.map(faultText)).toContainEqual(expect.stringContaining(fault));
  });
});

describe('the check of gold questions', () => {
  it('finds nothing in good ones', () => {
    expect(faultsOf('- { entry: refund, question: "Pay me" }\n- { entry: none, question: "Hi" }\n')).toEqual([]);
  });

  it('names an unknown entry', () => {
    expect(faultsOf('- { entry: refunds, question: "Pay me" }\n')).toEqual([
      'knowledge-base/gold/en.yaml:1  there is no entry refunds. Correct it, or write "none".',
    ]);
  });

  it.each([
    ['a phrase', 'Money back, please!', 'word for word a phrase of refund (knowledge-base/en/care.yaml)'],
    ['a question', 'how do I get my money back', 'word for word the question of refund'],
    ['a background text', 'Tell me a joke', 'word for word a background text in en'],
  ])('names one that is word for word %s', (_, question, fault) => {
    expect(faultsOf(`- { entry: refund, question: "${question}" }\n`)).toEqual([expect.stringContaining(fault)]);
  });

  it('names one that stands there twice', () => {
    expect(faultsOf('- { entry: refund, question: "Pay me" }\n- { entry: refund, question: "pay me!" }\n')).toEqual([
      'knowledge-base/gold/en.yaml:2  the question stands already at knowledge-base/gold/en.yaml:1. Remove one of the two.',
    ]);
  });
});
