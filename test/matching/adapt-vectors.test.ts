import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adaptVectors } from '../../src/matching/adapt-vectors.ts';
import { openTable, vectorsOf, type Vectors } from '../../src/matching/vectors.ts';
import { projectDir } from '../../src/paths.ts';
import { ownConcepts, ownForms } from '../support/own-forms.ts';

const table = openTable(readFileSync(join(projectDir, 'models', 'vectors.bin')));
const concepts = ownConcepts(24);
const forms = ownForms(24);
const changes = adaptVectors(table, forms);
const before = vectorsOf(table);
const after = vectorsOf(table, changes);

function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!;
  return sum;
}

/** The share of a language's forms whose nearest English form names the same concept. */
function shareFound({ embed }: Vectors, language: 'ar' | 'ko' | 'ru' | 'tr'): number {
  const english = concepts.flatMap(({ id, forms: { en = [] } }) => en.map((form) => ({ id, vector: embed(form) })));
  const own = concepts.flatMap(({ id, forms: all }) => (all[language] ?? []).map((form) => ({ id, form })));
  const found = own.filter(({ id, form }) => {
    const vector = embed(form);
    return english.reduce((a, b) => (cosine(vector, b.vector) > cosine(vector, a.vector) ? b : a)).id === id;
  });
  return found.length / own.length;
}

describe('vectors adapted to a glossary', () => {
  it.each(['ar', 'ko', 'ru', 'tr'] as const)(
    'bring forms in %s nearer to the English forms of their concept',
    (language) => {
      expect(shareFound(after, language)).toBeGreaterThan(shareFound(before, language) + 0.05);
    },
  );

  it('carry over to sentences', () => {
    const near = ({ embed }: Vectors) =>
      cosine(embed('как установить есимку на айфон'), embed('how do I install the eSIM'));
    expect(near(after)).toBeGreaterThan(near(before));
  });

  it('leave sentences as they were that share no sub-word with the glossary', () => {
    for (const text of ['9', 'ঢাকা', 'ªº']) expect(after.embed(text)).toEqual(before.embed(text));
  });

  it('hardly touch what the glossary does not speak of', () => {
    for (const text of ['Where is the nearest swimming pool?', 'Der Hund schläft im Garten', '今天下雨吗']) {
      expect(cosine(after.embed(text), before.embed(text))).toBeGreaterThan(0.85);
    }
  });

  it('are the same for the same glossary', () => {
    const again = adaptVectors(table, forms)!;
    expect(Buffer.from(again.codes).equals(changes!.codes)).toBe(true);
    expect(again.rows).toEqual(changes!.rows);
  });

  it('keep fewer rows where more must have moved', () => {
    const few = adaptVectors(table, forms, { leastMoved: 0.2 });
    expect(few!.rows.length).toBeGreaterThan(0);
    expect(few!.rows.length).toBeLessThan(changes!.rows.length);
  });

  it.each([
    ['no forms', []],
    ['forms of one concept only', [['refund', 'refund'] as const]],
    ['stems only', [['~refund', 'refund'] as const, ['~hotspot', 'hotspot'] as const]],
    ['forms of which the table knows nothing', [['ᚠᚢᚦ', 'a'] as const, ['𓀀', 'b'] as const]],
    ['a glossary that moves nothing far enough', [['refund', 'refund'] as const, ['hotspot', 'hotspot'] as const]],
  ])('do not exist for %s', (_, few) => {
    expect(adaptVectors(table, few)).toBeUndefined();
  });
});
