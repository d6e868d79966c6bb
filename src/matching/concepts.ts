import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import { fold } from '../language/normalize.ts';
import { stem } from '../language/stem.ts';
import { tokenize } from '../language/tokenize.ts';
import type { Concept } from '../knowledge/glossary.ts';

/** The ids of the concepts that an utterance names, in the order in which they appear. */
export type SpotConcepts = (utterance: Utterance) => readonly string[];

/** Finds no concepts, for knowledge without a glossary. */
export const spotNothing: SpotConcepts = () => [];

/** Surface forms, written and stemmed, and the concept each one names, as plain data. */
export type ConceptForms = readonly (readonly [form: string, conceptId: string])[];

/**
 * Makes the spotter from the glossary, or from forms that were collected before. Surface forms match as whole words, either as written or by their stems, whatever
 * the language, since customers mix languages; a longer form wins over a shorter one at the same place.
 */
export function createConceptSpotter(source: readonly Concept[] | { readonly forms: ConceptForms }): SpotConcepts {
  const forms = new Map('forms' in source ? source.forms : collectForms(source));
  let longest = 1;
  for (const form of forms.keys()) longest = Math.max(longest, form.split(' ').length);
  return spotterOf(forms, longest);
}

/** All surface forms of the glossary. Written forms come first: they take precedence over stems. */
export function collectForms(glossary: readonly Concept[]): ConceptForms {
  const forms = new Map<string, string>();
  const put = (tokens: readonly string[], id: string) => {
    const key = tokens.join(' ');
    if (key !== '' && !forms.has(key)) forms.set(key, id);
  };
  for (const pass of ['written', 'stemmed'] as const) {
    for (const concept of glossary) {
      for (const [language, surfaces] of Object.entries(concept.forms) as [LanguageCode, readonly string[]][]) {
        for (const surface of surfaces) {
          const tokens = tokenize(fold(surface));
          if (pass === 'written') put(tokens, concept.id);
          else
            put(
              tokens.map((token) => `~${stem(token, language)}`),
              concept.id,
            );
        }
      }
    }
  }

  return [...forms];
}

function spotterOf(forms: ReadonlyMap<string, string>, longest: number): SpotConcepts {
  return ({ tokens, stems }) => {
    const found: string[] = [];
    let at = 0;
    while (at < tokens.length) {
      let step = 1;
      for (let size = Math.min(longest, tokens.length - at); size > 0; size -= 1) {
        const id = forms.get(tokens.slice(at, at + size).join(' ')) ?? forms.get(stemKey(stems, at, size));
        if (id === undefined) continue;
        found.push(id);
        step = size;
        break;
      }
      at += step;
    }
    return found;
  };
}

function stemKey(stems: readonly string[], at: number, size: number): string {
  let key = '';
  for (let index = at; index < at + size; index += 1) key += `${index > at ? ' ' : ''}~${stems[index] ?? ''}`;
  return key;
}
