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
  return spotterOf(new Map('forms' in source ? source.forms : collectForms(source)));
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

function spotterOf(forms: ReadonlyMap<string, string>): SpotConcepts {
  const longest = longestByFirstWord(forms);
  return ({ tokens, stems }) => {
    const found: string[] = [];
    let at = 0;
    while (at < tokens.length) {
      const left = tokens.length - at;
      const written = Math.min(left, longest.get(tokens[at]!) ?? 0);
      const stemmed = Math.min(left, longest.get(`~${stems[at] ?? ''}`) ?? 0);
      let step = 1;
      for (let size = Math.max(written, stemmed); size > 0; size -= 1) {
        const id =
          (size <= written ? forms.get(joined(tokens, at, size, '')) : undefined) ??
          (size <= stemmed ? forms.get(joined(stems, at, size, '~')) : undefined);
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

/** How many words the longest form that begins with a word has, so that most words of a message need no further look. */
function longestByFirstWord(forms: ReadonlyMap<string, string>): Map<string, number> {
  const longest = new Map<string, number>();
  for (const form of forms.keys()) {
    let words = 1;
    const end = form.indexOf(' ');
    for (let at = end; at >= 0; at = form.indexOf(' ', at + 1)) words += 1;
    const first = end < 0 ? form : form.slice(0, end);
    if (words > (longest.get(first) ?? 0)) longest.set(first, words);
  }
  return longest;
}

/** Some words in one string, each behind a mark. */
function joined(words: readonly string[], at: number, size: number, mark: string): string {
  let key = `${mark}${words[at] ?? ''}`;
  for (let index = at + 1; index < at + size; index += 1) key += ` ${mark}${words[index] ?? ''}`;
  return key;
}
