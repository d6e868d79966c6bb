import { describe, expect, it } from 'vitest';
import type { Concept } from '../../src/knowledge/glossary.ts';
import { parseLexicon, termKey } from '../../src/knowledge/lexicon.ts';
import { suggestForms, type SuggestOptions } from '../../src/knowledge/suggest-forms.ts';

const glossary: Concept[] = [
  { id: 'qr-code', forms: { en: ['QR code', 'qr'], pl: ['kod qr'] } },
  { id: 'phone', forms: { en: ['phone', 'Mobile-Phone'] } },
  { id: 'phone-number', forms: { en: ['phone number'], nl: ['nummer'] } },
  { id: 'slow', forms: { en: ['slow'], pl: ['wolno', 'wolny', 'powoli'] } },
];

const lexicon = parseLexicon(
  JSON.stringify({
    version: 1,
    languages: {
      pl: {
        'qr code': [
          ['kod qr', 0.8, 0.9, 24],
          ['kodu qr', 0.3, 0.9, 8, 'Sign in with a QR code', 'Użyj kodu QR'],
        ],
        phone: [
          ['telefon', 0.5, 0.6, 40],
          ['telefonu', 0.2, 0.3, 20],
          ['z telefonem w ręku', 0.9, 1, 3],
          ['ten', 0.5, 0.1, 90],
        ],
        'mobile phone': [['telefon komórkowy', 0.6, 1, 3]],
        'phone number': [['telefonu', 0.9, 0.9, 30]],
        slow: [['powolny', 0.9, 0.9, 9]],
      },
      nl: { phone: [['nummer', 0.4, 0.4, 12]] },
    },
  }),
);
const suggest = (options: SuggestOptions) => suggestForms(glossary, lexicon, options);
const formsOf = (id: string) =>
  suggest({ languages: ['pl'] })
    .find(({ concept }) => concept === id)
    ?.forms.map(({ form }) => form);

describe('suggesting forms', () => {
  it('proposes what a concept lacks, with its evidence', () => {
    const [first] = suggest({ languages: ['pl'], concepts: ['qr-code'] });
    expect(first).toMatchObject({ concept: 'qr-code', language: 'pl', present: 1 });
    expect(first?.forms).toEqual([
      {
        ...{ form: 'kodu qr', term: 'QR code', probability: 0.3, back: 0.9, count: 8 },
        example: ['Sign in with a QR code', 'Użyj kodu QR'],
      },
    ]);
  });

  it('leaves out forms that mean much else, and rests of sentences', () => {
    expect(formsOf('phone')).not.toContain('ten');
    expect(formsOf('phone')).not.toContain('z telefonem w ręku');
  });

  it('proposes the likeliest first, and no more than asked for', () => {
    expect(formsOf('phone')).toEqual(['telefon komórkowy', 'telefon']);
    expect(suggestForms(glossary, lexicon, { languages: ['pl'], most: 1 })[1]?.forms).toHaveLength(1);
  });

  it('leaves out what a shorter form finds already', () => {
    const longer = parseLexicon(
      JSON.stringify({
        version: 1,
        languages: {
          nl: {
            phone: [
              ['telefoon', 0.7, 0.9, 70],
              ['je telefoon', 0.6, 0.9, 24],
            ],
          },
        },
      }),
    );
    const [phone] = suggestForms(glossary, longer, { languages: ['nl'] });
    expect(phone?.forms.map(({ form }) => form)).toEqual(['telefoon']);
  });

  it('gives a form to the concept that it fits best, and says so at the other', () => {
    expect(formsOf('phone-number')).toEqual(['telefonu']);
    expect(suggest({ languages: ['pl'], concepts: ['phone'] })[0]?.ambiguous).toEqual([
      { form: 'telefonu', concept: 'phone-number', isTaken: false },
    ]);
  });

  it('says to which concept a form belongs already', () => {
    expect(suggest({ languages: ['nl'] })).toEqual([
      {
        ...{ concept: 'phone', language: 'nl', present: 0, forms: [] },
        ambiguous: [{ form: 'nummer', concept: 'phone-number', isTaken: true }],
      },
    ]);
  });

  it('proposes nothing where there are forms enough', () => {
    expect(formsOf('slow')).toBeUndefined();
    const more = suggest({ languages: ['pl'], concepts: ['slow'], enough: 4 });
    expect(more[0]?.forms.map(({ form }) => form)).toEqual(['powolny']);
  });
});

describe('the lexicon', () => {
  it('looks terms up by their words, whatever their case and hyphens', () => {
    expect(termKey('  Wi-Fi  QR')).toBe('wi fi qr');
  });

  it.each(['', '{}', '[1]', '{"version":2,"languages":{}}'])('says how to make it anew where it reads %j', (json) => {
    expect(() => parseLexicon(json)).toThrow(
      expect.objectContaining({ code: 'configInvalid', message: expect.stringContaining('npm run vectors:lexicon') }),
    );
  });
});
