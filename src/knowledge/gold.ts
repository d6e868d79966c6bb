import { z } from 'zod';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { Fault } from './fault.ts';
import { checkSchema, parseYamlFile, type SourceFile, type YamlFile } from './yaml-file.ts';

/** Entry of gold questions that must not be answered. */
export const mustNotBeAnswered = 'none';

/** A question that nothing is trained on, with the entry it must find. */
export interface GoldQuestion {
  readonly question: string;
  readonly language: LanguageCode;
  /** Entry id, or `none`. */
  readonly entry: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The gold questions, and those that passed when a run was last accepted. */
export interface GoldSet {
  readonly questions: readonly GoldQuestion[];
  readonly accepted: AcceptedGold;
}

/** Questions that passed, by language. */
export type AcceptedGold = Readonly<Partial<Record<LanguageCode, readonly string[]>>>;

const lineSchema = z.strictObject({
  question: z.string().trim().min(1),
  entry: z.string().min(1),
  /** For authors: why the question is there. */
  note: z.string().optional(),
});
const acceptedSchema = z.record(z.string(), z.array(z.string()));
const acceptedName = 'accepted';

/** Reads the files of `gold/`; what is wrong with one becomes a fault, and the rest is still read. */
export function parseGold(files: readonly SourceFile[], faults: Fault[]): GoldSet {
  const questions: GoldQuestion[] = [];
  let accepted: AcceptedGold = {};
  for (const source of files) {
    const file = parseYamlFile(source, faults);
    const name = /([^/]+)\.yaml$/.exec(source.path)?.[1] ?? '';
    if (file.value === undefined || file.value === null) continue;
    if (name === acceptedName) accepted = checkSchema(file, file.value, acceptedSchema, [], faults) ?? {};
    else if (isLanguageCode(name)) questions.push(...parseQuestions(file, name, faults));
    else faults.push(misnamed(source.path));
  }
  return { questions, accepted };
}

function parseQuestions(file: YamlFile, language: LanguageCode, faults: Fault[]): GoldQuestion[] {
  const list = checkSchema(file, file.value, z.array(z.unknown()), [], faults) ?? [];
  return list.flatMap((value, index) => {
    const line = checkSchema(file, value, lineSchema, [index], faults);
    if (line === undefined) return [];
    const { question, entry } = line;
    return [{ question, entry, language, file: file.path, line: file.lineOf([index]) }];
  });
}

function misnamed(path: string): Fault {
  return {
    file: path,
    line: 0,
    message: 'the file is named after no language',
    remedy: 'Name it after the language of its questions, for example gold/es.yaml',
  };
}
