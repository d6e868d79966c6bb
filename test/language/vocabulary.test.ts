import { describe, expect, it } from 'vitest';
import { createVocabulary } from '../../src/language/vocabulary.ts';

describe('the vocabulary', () => {
  const vocabulary = createVocabulary(
    new Map([
      ['en', ['where is the eSIM code', 'the code does not work', 'the internet is slow']],
      ['es', ['dónde está el código eSIM', 'no funciona el código', 'internet va lento']],
    ]),
  );

  it('knows nothing of words it has not read', () => {
    expect(vocabulary.evidence('bonjour')).toBeUndefined();
    expect(vocabulary.evidence('constructor')).toBeUndefined();
  });

  it('lets a word speak against the languages it does not occur in', () => {
    expect(vocabulary.evidence('the')).toMatchObject({ en: 0 });
    expect(vocabulary.evidence('the')?.es).toBeLessThan(-1);
    expect(vocabulary.evidence('codigo')).toMatchObject({ es: 0 });
  });

  it('lets words of both languages speak for none', () => {
    for (const word of ['esim', 'internet']) {
      const { en = NaN, es = NaN } = vocabulary.evidence(word) ?? {};
      expect(Math.abs(en - es)).toBeLessThan(0.3);
    }
  });

  it('counts rates, so that a language with many texts is not favoured', () => {
    const uneven = createVocabulary(
      new Map([
        ['en', Array.from({ length: 20 }, () => 'plan price of the plan')],
        ['es', ['plan precio del plan']],
      ]),
    );
    const { en = NaN, es = NaN } = uneven.evidence('plan') ?? {};
    expect(Math.abs(en - es)).toBeLessThan(0.5);
  });

  it('holds a language without texts for an average one, not for the likeliest', () => {
    const { en = NaN, es = NaN, de = NaN } = vocabulary.evidence('the') ?? {};
    expect(de).toBeLessThan(en);
    expect(de).toBeGreaterThan(es);
  });
});
