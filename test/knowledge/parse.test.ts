import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/knowledge/fault.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import type { SourceFile } from '../../src/knowledge/yaml-file.ts';
import { edited, smallKnowledgeFiles } from '../support/small-knowledge.ts';

function parse(files: readonly SourceFile[]) {
  const faults: Fault[] = [];
  return { written: parseKnowledge(files, faults), faults };
}

describe('parsing the knowledge base', () => {
  it('reads entries, texts, facts, glossary and background of good files without a fault', () => {
    const { written, faults } = parse(smallKnowledgeFiles);
    expect(faults).toEqual([]);
    expect(written.entries.map(({ id }) => id)).toEqual([
      'no-data',
      'scan-code',
      'top-up',
      'prices',
      'refund',
      'stolen',
    ]);
    expect(written.texts).toHaveLength(24);
    expect(written.facts.get('provider.name')).toBe('Alondra');
    expect(written.facts.get('provider.hours')).toMatchObject({ es: 'todos los días' });
    expect(written.glossary.map(({ id }) => id)).toEqual(['data', 'code']);
    expect(written.background[0]).toEqual({ text: 'what is the weather like', language: 'en' });
  });

  it('reports the faults of all files at once, each with file, line and remedy', () => {
    const { faults } = parse(
      edited({
        'entries.yaml': (text) => text.replace('escalate: always', 'escalate: sometimes'),
        'en/plan.yaml': (text) => text.replace('answer: "A plan', 'reply: "A plan'),
        'provider.yaml': (text) => text.replace('name: Alondra', 'name: 5'),
        'glossary.yaml': (text) => text.replace('es: [datos, internet], ', ''),
        'background/en.yaml': () => '[1]',
      }),
    );
    expect(faults.map(({ file, line }) => `${file}:${line}`).sort()).toEqual([
      'knowledge-base/background/en.yaml:1',
      'knowledge-base/en/plan.yaml:5',
      'knowledge-base/entries.yaml:11',
      'knowledge-base/glossary.yaml:1',
      'knowledge-base/provider.yaml:2',
    ]);
    for (const fault of faults) {
      expect(fault.message).not.toBe('');
      expect(fault.remedy).not.toBe('');
    }
  });

  it('reads a concept without forms in a language that has no phrases', () => {
    const { written, faults } = parse(edited({ 'glossary.yaml': (text) => text.replace('fr: [données], ', '') }));
    expect(faults).toEqual([]);
    expect(written.glossary[0]?.forms).toMatchObject({ de: ['Daten'] });
    expect(written.glossary[0]?.forms).not.toHaveProperty('fr');
  });

  it('keeps the other entries of a file with a bad one', () => {
    const { written } = parse(edited({ 'en/plan.yaml': (text) => text.replace('answer: "A plan', 'reply: "A plan') }));
    const english = written.texts.filter(({ language }) => language === 'en');
    expect(english.map(({ id }) => id)).toEqual(['no-data', 'scan-code', 'top-up', 'refund', 'stolen']);
  });

  it('keeps the other files beside one with a syntax error', () => {
    const { written, faults } = parse(
      edited({ 'es/care.yaml': (text) => text.replace('question: "', 'question: "": "') }),
    );
    expect(faults.length).toBeGreaterThan(0);
    expect(new Set(faults.map(({ file }) => file))).toEqual(new Set(['knowledge-base/es/care.yaml']));
    expect(written.texts.filter(({ language }) => language === 'es').map(({ id }) => id)).toEqual([
      'no-data',
      'scan-code',
      'top-up',
      'prices',
    ]);
    expect(written.entries).toHaveLength(6);
  });

  it('takes an empty text file for one without entries', () => {
    const { written, faults } = parse(edited({ 'es/care.yaml': () => '# nothing yet\n' }));
    expect(faults).toEqual([]);
    expect(written.texts).toHaveLength(22);
  });

  it('reports unquoted values that YAML takes for something else than text', () => {
    const phrases = 'p:\n  question: "x"\n  phrases:\n    - no\n    - 112\n    - "no"\n  answer: y\n';
    const { faults } = parse([{ path: 'knowledge-base/en/p.yaml', text: phrases }]);
    expect(faults).toEqual([expect.objectContaining({ line: 5, message: expect.stringContaining('p.phrases.1') })]);
  });

  it('tells what is missing when there are no files at all', () => {
    const { written, faults } = parse([]);
    expect(faults).toEqual([]);
    expect(written).toMatchObject({ entries: [], texts: [], glossary: [], background: [] });
    expect(written.entriesFile).toBeUndefined();
  });
});
