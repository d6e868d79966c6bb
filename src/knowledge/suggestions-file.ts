import { z } from 'zod';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { Fault } from './fault.ts';
import type { Suggestion, SuggestedForm } from './suggest-forms.ts';
import { checkSchema, parseYamlFile, type SourceFile } from './yaml-file.ts';

/** Forms to be added to a concept in a language. */
export interface AcceptedForms {
  readonly concept: string;
  readonly language: LanguageCode;
  readonly forms: readonly string[];
  /** Line of the concept in the file, from 1. */
  readonly line: number;
}

const introduction = `# Proposed forms for the glossary. They come from translated menus and help pages, so read every one: is it what a traveller
# would write? Take out what is wrong, add what is missing, then: simpatico glossary accept THIS-FILE
`;

/** A YAML file to be read and mended by a person, in the form of the glossary; what speaks for a form stands behind it. */
export function suggestionsText(suggestions: readonly Suggestion[]): string {
  const byConcept = new Map<string, Suggestion[]>();
  for (const suggestion of suggestions) {
    if (suggestion.forms.length === 0) continue;
    byConcept.set(suggestion.concept, [...(byConcept.get(suggestion.concept) ?? []), suggestion]);
  }
  const concepts = [...byConcept].map(([id, own]) => `\n- id: ${id}\n${own.map(languageText).join('')}`);
  return `${introduction}${concepts.join('')}`;
}

function languageText({ language, forms }: Suggestion): string {
  return `  ${language}:\n${forms.map((form) => `    - ${JSON.stringify(form.form)} # ${evidenceText(form)}\n`).join('')}`;
}

/** `phone 0.38/0.56 43× "Call from your phone?" → "Zadzwonić z telefonu?"` */
export function evidenceText({ term, probability, back, count, example }: SuggestedForm): string {
  const numbers = `${term} ${probability.toFixed(2)}/${back.toFixed(2)} ${count}×`;
  return example === undefined ? numbers : `${numbers} "${example[0]}" → "${example[1]}"`;
}

const listSchema = z.array(z.looseObject({ id: z.string().min(1) }));
const formsSchema = z.array(z.string().trim().min(1)).nullable();

/** Reads a file of proposed forms as a person left it; a language whose forms were all taken out is left out. */
export function parseSuggestions(source: SourceFile, faults: Fault[]): AcceptedForms[] {
  const file = parseYamlFile(source, faults);
  if (file.value === undefined || file.value === null) return [];
  const concepts = checkSchema(file, file.value, listSchema, [], faults) ?? [];
  return concepts.flatMap(({ id, ...languages }, index) =>
    Object.entries(languages).flatMap(([language, value]): AcceptedForms[] => {
      const line = file.lineOf([index, language]);
      if (!isLanguageCode(language)) {
        const message = `${id}: ${language} is no supported language`;
        faults.push({ file: source.path, line, message, remedy: 'Use the codes of src/language/languages.ts' });
        return [];
      }
      const forms = checkSchema(file, value, formsSchema, [index, language], faults) ?? [];
      return forms.length === 0 ? [] : [{ concept: id, language, forms, line }];
    }),
  );
}
