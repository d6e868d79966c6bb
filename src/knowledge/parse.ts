import { z } from 'zod';
import { isLanguageCode, languageCodes, type LanguageCode } from '../language/languages.ts';
import { entriesFileSchema, entryTextSchema, type EntryFacts } from './article.ts';
import type { Fault } from './fault.ts';
import type { Concept } from './glossary.ts';
import { checkSchema, parseYamlFile, type SourceFile, type YamlFile } from './yaml-file.ts';

/** Languages every entry must have texts in; zh-Hant may derive question and answer from zh-Hans. */
export const authoredLanguages = ['en', 'es', 'zh-Hans', 'zh-Hant'] as const satisfies readonly LanguageCode[];

/** The texts of one entry as written, with the place they were read from. */
export interface WrittenText {
  readonly id: string;
  readonly language: LanguageCode;
  readonly file: YamlFile;
  readonly question?: string;
  readonly phrases: readonly string[];
  readonly answer?: string;
}

/** A fact of the provider: one text for all languages, or one per language. */
export type FactValue = string | Readonly<Record<string, string>>;

/** The knowledge base as written, before anything is derived or filled in. */
export interface WrittenKnowledge {
  readonly themes: readonly { readonly id: string; readonly title: string }[];
  readonly entries: readonly EntryFacts[];
  readonly entriesFile?: YamlFile;
  readonly texts: readonly WrittenText[];
  /** `provider.name` and the like. */
  readonly facts: ReadonlyMap<string, FactValue>;
  readonly providerFile?: YamlFile;
  readonly glossary: readonly Concept[];
  readonly glossaryFile?: YamlFile;
  readonly background: readonly {
    readonly text: string;
    readonly language: LanguageCode;
  }[];
}

const factValue = z.union([z.string().min(1), z.record(z.string(), z.string().min(1))]);
const providerSchema = z.record(z.string(), z.record(z.string(), factValue));
const formList = z.array(z.string().min(1)).min(1);
/** A concept needs forms where entries have phrases; `simpatico glossary suggest` names the other languages it lacks. */
const languageForms = Object.fromEntries(
  languageCodes.map((code) => [code, isAuthored(code) ? formList : formList.optional()]),
) as Record<LanguageCode, z.ZodOptional<typeof formList>>;
const conceptSchema = z.strictObject({
  id: z.string().min(1),
  ...languageForms,
});

/** Reads all files of the knowledge base; what is wrong with a file becomes a fault, and the rest is still read. */
export function parseKnowledge(files: readonly SourceFile[], faults: Fault[]): WrittenKnowledge {
  const parsed = new Map(files.map((file) => [file.path, parseYamlFile(file, faults)]));
  const byName = (name: string) => [...parsed.values()].find((file) => file.path.endsWith(`/${name}`));
  const entriesFile = byName('entries.yaml');
  const providerFile = byName('provider.yaml');
  const glossaryFile = byName('glossary.yaml');
  const entries =
    entriesFile === undefined ? undefined : checkSchema(entriesFile, entriesFile.value, entriesFileSchema, [], faults);
  return {
    themes: entries?.themes ?? [],
    entries: entries?.entries ?? [],
    ...(entriesFile === undefined ? {} : { entriesFile }),
    texts: [...parsed.values()].flatMap((file) => parseTexts(file, faults)),
    facts: parseFacts(providerFile, faults),
    ...(providerFile === undefined ? {} : { providerFile }),
    glossary: parseGlossary(glossaryFile, faults),
    ...(glossaryFile === undefined ? {} : { glossaryFile }),
    background: [...parsed.values()].flatMap((file) => parseBackground(file, faults)),
  };
}

/** Language and name of a file such as `knowledge-base/es/connect.yaml`. */
function placeOf(file: YamlFile): { folder: string; name: string } {
  const parts = file.path.split('/');
  return {
    folder: parts.at(-2) ?? '',
    name: (parts.at(-1) ?? '').replace(/\.yaml$/, ''),
  };
}

function parseTexts(file: YamlFile, faults: Fault[]): WrittenText[] {
  const { folder: language } = placeOf(file);
  if (!isLanguageCode(language) || file.value === undefined || file.value === null) return [];
  const entries = checkSchema(file, file.value, z.record(z.string(), z.unknown()), [], faults) ?? {};
  return Object.entries(entries).flatMap(([id, value]) => {
    const text = checkSchema(file, value, entryTextSchema, [id], faults);
    return text === undefined ? [] : [{ id, language, file, ...text }];
  });
}

function parseFacts(file: YamlFile | undefined, faults: Fault[]): Map<string, FactValue> {
  const facts = new Map<string, FactValue>();
  if (file?.value === undefined) return facts;
  const groups = checkSchema(file, file.value, providerSchema, [], faults) ?? {};
  for (const [group, values] of Object.entries(groups)) {
    for (const [name, value] of Object.entries(values)) facts.set(`${group}.${name}`, value);
  }
  return facts;
}

function parseGlossary(file: YamlFile | undefined, faults: Fault[]): Concept[] {
  if (file?.value === undefined) return [];
  const list = checkSchema(file, file.value, z.array(z.unknown()), [], faults) ?? [];
  return list.flatMap((value, index) => {
    const concept = checkSchema(file, value, conceptSchema, [index], faults);
    if (concept === undefined) return [];
    const { id, ...forms } = concept;
    return [{ id, forms: forms }];
  });
}

function isAuthored(code: LanguageCode): boolean {
  return (authoredLanguages as readonly LanguageCode[]).includes(code);
}

function parseBackground(file: YamlFile, faults: Fault[]): { text: string; language: LanguageCode }[] {
  const { folder, name } = placeOf(file);
  if (folder !== 'background' || !isLanguageCode(name) || file.value === undefined) return [];
  const texts = checkSchema(file, file.value, z.array(z.string().trim().min(1)), [], faults) ?? [];
  return texts.map((text) => ({ text, language: name }));
}
