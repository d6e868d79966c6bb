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
  return spotterOf('forms' in source ? source.forms : collectForms(source));
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
              tokens.map((token) => `${mark}${stem(token, language)}`),
              concept.id,
            );
        }
      }
    }
  }

  return [...forms];
}

/** What marks each word of a stemmed form, so that it is not taken for a written one. */
const mark = '~';

function spotterOf(forms: ConceptForms): SpotConcepts {
  const written = lookUpOf(forms.filter(([form]) => !form.startsWith(mark)));
  const stemmed = lookUpOf(
    forms
      .filter(([form]) => form.startsWith(mark))
      .map(([form, id]) => [form.slice(mark.length).replaceAll(` ${mark}`, ' '), id]),
  );
  return ({ tokens, stems }) => {
    const found: string[] = [];
    let at = 0;
    while (at < tokens.length) {
      const left = tokens.length - at;
      const mostWritten = Math.min(left, written.longest(tokens[at]!));
      const mostStemmed = Math.min(left, stemmed.longest(stems[at] ?? ''));
      let step = 1;
      for (let size = Math.max(mostWritten, mostStemmed); size > 0; size -= 1) {
        const id =
          (size <= mostWritten ? written.find(tokens, at, size) : undefined) ??
          (size <= mostStemmed ? stemmed.find(stems, at, size) : undefined);
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

interface LookUp {
  /** How many words the longest form that begins with a word has, so that most words of a message need no further look. */
  longest(word: string): number;
  /** The concept that `size` words from `at` on name. */
  find(words: readonly string[], at: number, size: number): string | undefined;
}

function lookUpOf(forms: ConceptForms): LookUp {
  const ids = new Map(forms);
  const longest = new Map<string, number>();
  for (const form of ids.keys()) {
    const words = form.split(' ');
    if (words.length > (longest.get(words[0]!) ?? 0)) longest.set(words[0]!, words.length);
  }
  return {
    longest: (word) => longest.get(word) ?? 0,
    find(words, at, size) {
      let key = words[at] ?? '';
      for (let index = at + 1; index < at + size; index += 1) key += ` ${words[index] ?? ''}`;
      return ids.get(key);
    },
  };
}
