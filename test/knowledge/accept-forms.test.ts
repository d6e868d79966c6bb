import { describe, expect, it } from 'vitest';
import { acceptForms } from '../../src/knowledge/accept-forms.ts';
import { faultText, type Fault } from '../../src/knowledge/fault.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import { suggestionsText, parseSuggestions } from '../../src/knowledge/suggestions-file.ts';
import type { Suggestion } from '../../src/knowledge/suggest-forms.ts';

const text = `# What people write.

- id: data # the most asked
  en: ["data", "internet"] # both
  es: ["datos"]
  zh-Hans: ["流量"]
  zh-Hant: ["數據"]
  fr:
    - "données" # plural
    - données mobiles

# One line
- {id: code, en: [QR code], es: [qr], zh-Hans: [二维码], zh-Hant: [二維碼]}
`;

function accept(file: string) {
  const faults: Fault[] = [];
  const { glossary } = parseKnowledge([{ path: 'knowledge-base/glossary.yaml', text }], faults);
  const accepted = parseSuggestions({ path: 'new.yaml', text: file }, faults);
  return { ...acceptForms(text, glossary, accepted, 'new.yaml', faults), faults: faults.map(faultText) };
}

describe('accepting forms', () => {
  it('adds a language in its place and keeps comments, quotes and order', () => {
    const { text: after, added, faults } = accept('- id: data\n  pl: [dane, "transmisja danych"]\n  it: [dati]\n');
    expect([added, faults]).toEqual([3, []]);
    expect(after).toBe(
      text.replace(
        '    - données mobiles\n',
        '    - données mobiles\n  it: ["dati"]\n  pl: ["dane", "transmisja danych"]\n',
      ),
    );
  });

  it('adds to a language that has forms, in brackets or line by line', () => {
    const { text: after } = accept('- id: data\n  es: [internet móvil]\n  fr: [internet, forfait]\n');
    expect(after).toBe(
      text
        .replace('es: ["datos"]', 'es: ["datos", "internet móvil"]')
        .replace('données mobiles\n', 'données mobiles\n    - "internet"\n    - "forfait"\n'),
    );
  });

  it('adds to a concept written on one line', () => {
    expect(accept('- {id: code, pl: [kod qr]}').text).toBe(text.replace('[二維碼]}', '[二維碼], pl: ["kod qr"]}'));
  });

  it('does not count what stands there already', () => {
    expect(accept('- id: data\n  es: [Datos, DATOS]\n')).toMatchObject({ text, added: 0, faults: [] });
  });

  it('names unknown concepts and languages, and forms of other concepts, with their lines', () => {
    expect(accept('- id: sim\n  pl: [karta]\n- id: code\n  xx: [a]\n  es: [datos]\n').faults).toEqual([
      'new.yaml:4  code: xx is no supported language. Use the codes of src/language/languages.ts.',
      'new.yaml:2  the glossary has no concept sim. Write the concept into the glossary first.',
      'new.yaml:5  code: "datos" (es) belongs to data already. Keep it with one concept.',
    ]);
  });

  it('refuses the same form for two concepts of one file', () => {
    expect(accept('- {id: code, pl: [dane]}\n- {id: data, pl: [Dane]}\n').faults).toHaveLength(1);
  });

  it('reads back the file of proposals, without what was taken out', () => {
    const suggestion = (concept: string, language: 'pl' | 'nl', form: string): Suggestion => ({
      ...{ concept, language, present: 0, ambiguous: [] },
      forms: [{ form, term: 'data', probability: 0.5, back: 0.25, count: 7, example: ['Use "data"', 'Użyj # danych'] }],
    });
    const file = suggestionsText([
      suggestion('data', 'pl', 'dane'),
      suggestion('data', 'nl', 'data #1'),
      suggestion('code', 'pl', 'kod'),
    ]);
    expect(file).toContain('    - "dane" # data 0.50/0.25 7× "Use "data"" → "Użyj # danych"\n');
    const faults: Fault[] = [];
    expect(parseSuggestions({ path: 'new.yaml', text: file.replace('    - "kod"', '    #') }, faults)).toEqual([
      { concept: 'data', language: 'pl', forms: ['dane'], line: 5 },
      { concept: 'data', language: 'nl', forms: ['data #1'], line: 7 },
    ]);
    expect(faults).toEqual([]);
  });
});
