import { beforeAll, describe, expect, it } from 'vitest';
import { parseDialogFiles, lintDialogFiles, type DialogFiles } from '../../src/dialog/dialog-files.ts';
import { createSay } from '../../src/dialog/phrases.ts';
import { thresholdsFor } from '../../src/dialog/thresholds.ts';
import { faultText, type Fault } from '../../src/knowledge/fault.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { ownDialogs } from '../support/small-brain.ts';

function parse(files: Readonly<Record<string, string>>): { dialogs: DialogFiles; faults: string[] } {
  const faults: Fault[] = [];
  const sources = Object.entries(files).map(([name, text]) => ({ path: `dialogs/${name}`, text }));
  const dialogs = parseDialogFiles(sources, faults);
  return { dialogs, faults: faults.map(faultText) };
}

describe("the project's own dialogs", () => {
  let dialogs: DialogFiles;
  const faults: Fault[] = [];

  beforeAll(async () => {
    dialogs = await ownDialogs(faults);
  });

  it('are without faults: cues in all languages, the same phrases with the same values in each', () => {
    expect([...faults, ...lintDialogFiles(dialogs)].map(faultText)).toEqual([]);
  });

  it('speak at least the languages of the knowledge base', () => {
    expect(Object.keys(dialogs.phrases)).toEqual(expect.arrayContaining(['en', 'es', 'zh-Hans', 'zh-Hant']));
  });

  it('ask in every language before they answer', () => {
    for (const language of languageCodes) {
      const { answer, clarify } = thresholdsFor(dialogs.thresholds, language);
      expect(clarify).toBeLessThanOrEqual(answer);
    }
  });
});

describe('reading dialog files', () => {
  it('reads cues, phrases, flows and thresholds by their place', () => {
    const { dialogs, faults } = parse({
      'cues/es.yaml': 'human: ["una persona"]',
      'phrases/es.json': '{"human": "Hablar con una persona"}',
      'flows/give-back.yaml': 'id: give-back\ntitle: Giving back\nfailure: end\nsteps: [{ id: end, exit: failure }]',
      'thresholds.yaml': 'default: {answer: 0.7, clarify: 0.2}\nes: {answer: 0.5, clarify: 0.1}',
    });
    expect(faults).toEqual([]);
    expect(dialogs.cues.es?.human).toEqual(['una persona']);
    expect(dialogs.phrases.es).toEqual({ human: 'Hablar con una persona' });
    expect([...dialogs.dialogIds]).toEqual(['give-back']);
    expect(thresholdsFor(dialogs.thresholds, 'es')).toEqual({ answer: 0.5, clarify: 0.1 });
    expect(thresholdsFor(dialogs.thresholds, 'fr')).toEqual({ answer: 0.7, clarify: 0.2 });
  });

  it('has thresholds without a file', () => {
    const { answer, clarify } = thresholdsFor(parse({}).dialogs.thresholds, 'en');
    expect(answer).toBeGreaterThan(clarify);
  });

  it('reports all faults at once and keeps what is good', () => {
    const { dialogs, faults } = parse({
      'cues/en.yaml': 'humna: ["a person"]',
      'cues/es.yaml': 'human: ["una persona"]',
      'phrases/en.json': '{"human": ',
      'thresholds.yaml': 'default: {answer: 60, clarify: 0.2}',
    });
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).toMatch(/cues\/en\.yaml:1 .*humna[^]*phrases\/en\.json:0 +JSON[^]*thresholds\.yaml:1/);
    expect(dialogs.cues.es?.human).toEqual(['una persona']);
  });
});

describe('the check of the dialogs', () => {
  const check = (phrases: Readonly<Record<string, unknown>>) => {
    const files = Object.entries(phrases).map(([name, tree]) => [`phrases/${name}.json`, JSON.stringify(tree)]);
    return lintDialogFiles(parse(Object.fromEntries(files) as Record<string, string>).dialogs)
      .filter(({ file }) => file.includes('phrases'))
      .map(faultText);
  };
  const en = { a: { b: 'Hello {{name}}' }, c: 'Bye' };

  it('accepts phrases with the same keys and values in another order', () => {
    expect(check({ en, es: { c: 'Adiós', a: { b: '{{ name }}, hola' } } })).toEqual([]);
  });

  it.each([
    [{ a: { b: 'Hola {{name}}' } }, 'dialogs/phrases/es.json:0  the phrase c is missing. Translate it from en.json.'],
    [
      { a: { b: 'Hola' }, c: 'Adiós' },
      'dialogs/phrases/es.json:0  the phrase a.b does not fill in the same values as in English. Use the same {{names}}.',
    ],
    [
      { a: { b: 'Hola {{name}}' }, c: 'Adiós', d: 'x' },
      'dialogs/phrases/es.json:0  unknown phrase d. Remove it or add it to en.json.',
    ],
  ])('finds what differs from English: %j', (es, fault) => {
    expect(check({ en, es })).toEqual([fault]);
  });

  it('finds languages without expressions for a signal', () => {
    const faults = lintDialogFiles(parse({ 'cues/fr.yaml': 'human: ["un humain"]' }).dialogs).map(faultText);
    expect(faults).toContain(
      'dialogs/cues/fr.yaml:0  no expressions for greeting. Add what people write in this language.',
    );
    expect(faults.join()).not.toContain('cues/fr.yaml:0  no expressions for human.');
  });
});

describe('saying a phrase', () => {
  const say = createSay(
    {
      en: { greet: 'Hello from {{provider.name}}', at: 'Place {{position}}' },
      es: { greet: 'Hola de {{provider.name}}' },
    },
    { en: { 'provider.name': 'A & B' }, es: { 'provider.name': 'A y <B>' } },
  );

  it("fills in the provider's facts and the values of the moment, as they are", () => {
    expect(say('en', 'greet')).toBe('Hello from A & B');
    expect(say('es', 'greet')).toBe('Hola de A y <B>');
    expect(say('en', 'at', { position: 3 })).toBe('Place 3');
  });

  it('speaks English where a language has no phrase', () => {
    expect(say('es', 'at', { position: 3 })).toBe('Place 3');
    expect(say('fr', 'greet')).toBe('Hello from A & B');
  });

  it('does not read values as phrases', () => {
    expect(say('en', 'at', { position: '$t(greet) {{provider.name}}' })).toBe('Place $t(greet) {{provider.name}}');
  });
});
