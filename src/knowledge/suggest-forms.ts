import type { LanguageCode } from '../language/languages.ts';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import type { Concept } from './glossary.ts';
import { termKey, type Lexicon, type LexiconForm } from './lexicon.ts';

/** A form that a concept may get, and the English form it translates. */
export interface SuggestedForm extends LexiconForm {
  readonly term: string;
}

/** What the lexicon proposes for one concept in one language. */
export interface Suggestion {
  readonly concept: string;
  readonly language: LanguageCode;
  /** Forms it has already. */
  readonly present: number;
  /** The likeliest first. */
  readonly forms: readonly SuggestedForm[];
  /** Likely forms that are not proposed because they name another concept, or would. */
  readonly ambiguous: readonly { readonly form: string; readonly concept: string; readonly isTaken: boolean }[];
}

/** What to look for. */
export interface SuggestOptions {
  readonly languages: readonly LanguageCode[];
  /** Ids; all concepts where undefined. */
  readonly concepts?: readonly string[] | undefined;
  /** Concepts with at least so many forms in a language need none. Default 3. */
  readonly enough?: number | undefined;
  /** Proposals a concept and language. Default 3. */
  readonly most?: number | undefined;
}

/** Less likely forms are not worth an author's time. */
const leastProbability = 0.15;
/** Forms that mean the concept more seldom than this mean too much else. */
const leastBack = 0.2;

/**
 * Proposes forms for the concepts that lack them, from their English forms. A form that belongs to another concept, or is
 * likelier for another one, is not proposed but named. Concepts without any likely form are left out.
 */
export function suggestForms(
  glossary: readonly Concept[],
  lexicon: Lexicon,
  { languages, concepts, enough = 3, most = 3 }: SuggestOptions,
): Suggestion[] {
  return languages.flatMap((language) => {
    const owners = ownersOf(glossary, language);
    const candidates = new Map(glossary.map((concept) => [concept.id, candidatesOf(concept, lexicon, language)]));
    const best = bestConcepts(candidates);
    return glossary.flatMap((concept): Suggestion[] => {
      const present = concept.forms[language]?.length ?? 0;
      if (present >= enough || (concepts !== undefined && !concepts.includes(concept.id))) return [];
      const forms: SuggestedForm[] = [];
      const ambiguous: Suggestion['ambiguous'][number][] = [];
      for (const [key, form] of candidates.get(concept.id) ?? []) {
        const owner = owners.get(key);
        const other = owner ?? best.get(key);
        if (owner === concept.id || forms.some((earlier) => isSameOrPart(keyOf(earlier.form), key, earlier, form))) {
          continue;
        }
        if (other !== undefined && other !== concept.id) {
          ambiguous.push({ form: form.form, concept: other, isTaken: owner !== undefined });
        } else if (forms.length < most) forms.push(form);
      }
      if (forms.length + ambiguous.length === 0) return [];
      return [{ concept: concept.id, language, present, forms, ambiguous: ambiguous.slice(0, most) }];
    });
  });
}

function keyOf(form: string): string {
  return tokenize(fold(form)).join(' ');
}

/** A longer form is found by the shorter one in it; a part that stands alone no more often than the whole adds nothing. */
function isSameOrPart(earlierKey: string, key: string, earlier: LexiconForm, form: LexiconForm): boolean {
  if (` ${key} `.includes(` ${earlierKey} `)) return true;
  return ` ${earlierKey} `.includes(` ${key} `) && form.count <= earlier.count * 1.5;
}

function ownersOf(glossary: readonly Concept[], language: LanguageCode): Map<string, string> {
  return new Map(
    glossary.flatMap(({ id, forms }) => (forms[language] ?? []).map((form): [string, string] => [keyOf(form), id])),
  );
}

/** The likely forms of a concept by their folded words, the best first; of two English forms the likelier counts. */
function candidatesOf(concept: Concept, lexicon: Lexicon, language: LanguageCode): Map<string, SuggestedForm> {
  const found = new Map<string, SuggestedForm>();
  for (const term of concept.forms.en ?? []) {
    for (const form of lexicon.formsOf(language, termKey(term))) {
      if (form.probability < leastProbability || form.back < leastBack) continue;
      // The rest of a sentence that has been translated again and again, not a form of the term.
      if (lengthOf(form.form) > lengthOf(term) + 1) continue;
      const key = keyOf(form.form);
      const earlier = found.get(key);
      if (earlier === undefined || goodness(earlier) < goodness(form)) found.set(key, { ...form, term });
    }
  }
  return new Map([...found].sort(([, a], [, b]) => goodness(b) - goodness(a) || b.count - a.count));
}

function lengthOf(form: string): number {
  return form.split(/[\s-]+/u).length;
}

/** Of each form the concept that it fits best. */
function bestConcepts(candidates: ReadonlyMap<string, ReadonlyMap<string, SuggestedForm>>): Map<string, string> {
  const best = new Map<string, { readonly concept: string; readonly value: number }>();
  for (const [concept, forms] of candidates) {
    for (const [key, form] of forms) {
      const value = goodness(form);
      if (value > (best.get(key)?.value ?? 0)) best.set(key, { concept, value });
    }
  }
  return new Map([...best].map(([key, { concept }]) => [key, concept]));
}

/** Harmonic mean of both ways. */
function goodness({ probability, back }: LexiconForm): number {
  return (2 * probability * back) / (probability + back);
}
