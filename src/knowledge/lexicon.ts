import { z } from 'zod';
import { AppError } from '../errors.ts';
import { normalize } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';

/** How an English term is written in another language, as learned from translated texts. */
export interface LexiconForm {
  readonly form: string;
  /** Chance that the form stands where the term does, 0 to 1. */
  readonly probability: number;
  /** Chance that the term stands where the form does, 0 to 1: low for a form that means other things too. */
  readonly back: number;
  /** Texts that have both. */
  readonly count: number;
  /** A short text that has both, in English and in the other language; absent where none may be shipped. */
  readonly example?: readonly [english: string, own: string];
}

/** Forms of English terms by language and `termKey`, the best first. */
export interface Lexicon {
  formsOf(language: string, term: string): readonly LexiconForm[];
}

const formSchema = z.tuple([z.string(), z.number(), z.number(), z.number()]).rest(z.string());
const fileSchema = z.object({
  version: z.literal(1),
  languages: z.record(z.string(), z.record(z.string(), z.array(formSchema))),
});

/** The lexicon as a file holds it: `[form, probability, back, count, English example, own example]` by language and term. */
export type LexiconFile = z.infer<typeof fileSchema>;

/** Reads the JSON of a lexicon. Throws `configInvalid` where it is none. */
export function parseLexicon(json: string): Lexicon {
  let file: LexiconFile;
  try {
    file = fileSchema.parse(JSON.parse(json));
  } catch (error) {
    throw new AppError('configInvalid', 'The lexicon cannot be read. Make it anew with `npm run vectors:lexicon`.', {
      cause: error,
    });
  }
  return {
    formsOf: (language, term) =>
      (own(file, language, term) ?? []).map(([form, probability, back, count, english, translated]) => ({
        form,
        probability,
        back,
        count,
        ...(english === undefined || translated === undefined ? {} : { example: [english, translated] as const }),
      })),
  };
}

function own({ languages }: LexiconFile, language: string, term: string) {
  const terms = Object.hasOwn(languages, language) ? languages[language] : undefined;
  return terms !== undefined && Object.hasOwn(terms, term) ? terms[term] : undefined;
}

/** The English words of a term in lower case, one space between them: what terms are looked up by. */
export function termKey(term: string): string {
  return tokenize(normalize(term)).join(' ');
}
