import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import { createPhraseTrie } from '../language/phrase-trie.ts';
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
  return spotterOf('forms' in source ? source.forms : collectForms(source));
}

/** Stands before each word of a stemmed form. */
const stemMark = '~';

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
              tokens.map((token) => `${stemMark}${stem(token, language)}`),
              concept.id,
            );
        }
      }
    }
  }

  return [...forms];
}

function spotterOf(forms: ConceptForms): SpotConcepts {
  const written = createPhraseTrie(forms.filter(([form]) => !form.startsWith(stemMark)));
  const stemmed = createPhraseTrie(
    forms.flatMap(([form, id]) => (form.startsWith(stemMark) ? [[form.replaceAll(stemMark, ''), id] as const] : [])),
  );
  return ({ tokens, stems }) => {
    const found: string[] = [];
    let at = 0;
    while (at < tokens.length) {
      const asWritten = written.longest(tokens, at);
      const asStemmed = stemmed.longest(stems, at);
      const longer = (asStemmed?.size ?? 0) > (asWritten?.size ?? 0) ? asStemmed : asWritten;
      if (longer !== undefined) found.push(longer.value);
      at += longer?.size ?? 1;
    }
    return found;
  };
}
