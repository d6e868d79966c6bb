import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Concept } from '../../src/knowledge/glossary.ts';
import { collectForms, type ConceptForms } from '../../src/matching/concepts.ts';
import { projectDir } from '../../src/paths.ts';

type WrittenConcept = Concept['forms'] & { readonly id: string };

/** The first concepts of the project's own glossary. */
export function ownConcepts(count: number): readonly Concept[] {
  const text = readFileSync(join(projectDir, 'knowledge-base', 'glossary.yaml'), 'utf8');
  return (parse(text) as readonly WrittenConcept[]).slice(0, count).map(({ id, ...forms }) => ({ id, forms }));
}

/** Their surface forms. */
export function ownForms(count: number): ConceptForms {
  return collectForms(ownConcepts(count));
}
