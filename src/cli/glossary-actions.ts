import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readConfig } from '../config.ts';
import { AppError, messageOf } from '../errors.ts';
import { textTable } from '../evaluation/text-table.ts';
import { catalogFolders } from '../folders.ts';
import { acceptForms } from '../knowledge/accept-forms.ts';
import { faultText, type Fault } from '../knowledge/fault.ts';
import type { Concept } from '../knowledge/glossary.ts';
import { parseLexicon, type Lexicon } from '../knowledge/lexicon.ts';
import { parseKnowledge } from '../knowledge/parse.ts';
import { suggestForms, type Suggestion } from '../knowledge/suggest-forms.ts';
import { parseSuggestions, suggestionsText } from '../knowledge/suggestions-file.ts';
import { languageCodes, type LanguageCode } from '../language/languages.ts';
import { print } from './terminal.ts';

/** Options of `glossary suggest`. */
export interface SuggestCommandOptions {
  readonly language: readonly LanguageCode[];
  readonly concept: readonly string[];
  readonly enough: number;
  readonly most: number;
  readonly lexicon: string;
  readonly json?: true;
  readonly write?: string;
}

/** Proposes forms for concepts that lack them. */
export async function suggest(options: SuggestCommandOptions): Promise<void> {
  const { glossary } = await readGlossary();
  const unknown = options.concept.filter((id) => !glossary.some((concept) => concept.id === id));
  if (unknown.length > 0) throw new AppError('notFound', `The glossary has no concept ${unknown.join(', ')}.`);
  const suggestions = suggestForms(glossary, await readLexicon(options.lexicon), {
    languages: options.language.length > 0 ? options.language : languageCodes,
    concepts: options.concept.length > 0 ? options.concept : undefined,
    enough: options.enough,
    most: options.most,
  });
  if (options.write !== undefined) await writeFile(options.write, suggestionsText(suggestions));
  if (options.json) print(JSON.stringify(suggestions, undefined, 2));
  else print(tableOf(suggestions));
  if (options.write !== undefined && !options.json) {
    print(`Written to ${options.write}. Read and mend it, then: simpatico glossary accept ${options.write}`);
  }
}

function tableOf(suggestions: readonly Suggestion[]): string {
  if (suggestions.length === 0) return 'Nothing to propose: the concepts have forms enough, or the lexicon knows none.';
  const rows = suggestions.flatMap(({ concept, language, forms, ambiguous }) => [
    ...forms.map(({ form, term, probability, count, example }) => [
      ...[concept, language, form, term, probability.toFixed(2), String(count)],
      example === undefined ? '' : ` ${example[0]} → ${example[1]}`,
    ]),
    ...ambiguous.map(({ form, concept: other, isTaken }) => [
      ...[concept, language, `(${form})`, '', '', ''],
      isTaken ? ` belongs to ${other} already` : ` fits ${other} better`,
    ]),
  ]);
  const table = textTable([
    ['concept', 'language', 'form', 'for', 'likely', 'texts'],
    ...rows.map((row) => row.slice(0, -1)),
  ]);
  return table
    .split('\n')
    .map((line, index) => `${line} ${rows[index - 1]?.at(-1) ?? ' example'}`)
    .join('\n');
}

/** Moves the forms of a file into the glossary. */
export async function accept(path: string): Promise<void> {
  const { file, text, glossary } = await readGlossary();
  const faults: Fault[] = [];
  const accepted = parseSuggestions({ path, text: await readText(path) }, faults);
  const result = acceptForms(text, glossary, accepted, path, faults);
  if (faults.length > 0) {
    throw new AppError('badRequest', `Nothing was written.\n${faults.map(faultText).join('\n')}`);
  }
  if (result.added > 0) {
    await writeFile(`${file}.new`, result.text);
    await rename(`${file}.new`, file);
  }
  print(`${result.added} forms added to ${file}. Check them with \`simpatico lint\`.`);
}

async function readGlossary(): Promise<{ file: string; text: string; glossary: readonly Concept[] }> {
  const file = join(catalogFolders(readConfig()).knowledgeDir, 'glossary.yaml');
  const text = await readText(file);
  const faults: Fault[] = [];
  const { glossary } = parseKnowledge([{ path: 'knowledge-base/glossary.yaml', text }], faults);
  if (faults.length > 0) throw new AppError('knowledgeInvalid', faults.map(faultText).join('\n'));
  return { file, text, glossary };
}

async function readLexicon(path: string): Promise<Lexicon> {
  try {
    return parseLexicon(brotliDecompressSync(await readFile(path)).toString('utf8'));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('badRequest', `Cannot read the lexicon ${path}: ${messageOf(error)}.`, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('badRequest', `Cannot read ${path}: ${messageOf(error)}.`, { cause: error });
  }
}
