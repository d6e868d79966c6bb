import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import type { DetectLanguage } from '../language/detect.ts';
import { familyOf, type LanguageCode } from '../language/languages.ts';
import type { Fault } from './fault.ts';
import { factsIn } from './compile.ts';
import { authoredLanguages, type WrittenKnowledge, type WrittenText } from './parse.ts';
import { fillPlaceholders, placeholdersIn } from './placeholders.ts';

/** What the check needs to know beside the files. */
export interface LintOptions {
  /** Ids of the dialogs that exist. */
  readonly dialogIds: ReadonlySet<string>;
  /** Absent: the language of phrases is not checked. */
  readonly detect?: DetectLanguage;
}

/** The shortest text limit of the channels, in characters: WhatsApp's interactive body. */
export const longestAnswer = 1024;
/** Fewer phrases than this leave an entry hard to recognise. */
export const fewestPhrases = 20;

/** All faults of the knowledge base beyond the form of its files, which `parseKnowledge` reports. */
export function lintKnowledge(written: WrittenKnowledge, options: LintOptions): Fault[] {
  return [
    ...lintEntries(written, options.dialogIds),
    ...lintCompleteness(written),
    ...written.texts.flatMap((text) => lintText(written, text)),
    ...lintFacts(written),
    ...lintDuplicates(written),
    ...(options.detect === undefined ? [] : lintLanguages(written, options.detect)),
    ...lintGlossary(written),
  ];
}

function lintEntries(written: WrittenKnowledge, dialogIds: ReadonlySet<string>): Fault[] {
  const file = written.entriesFile;
  if (file === undefined) {
    return [
      {
        file: 'knowledge-base/entries.yaml',
        line: 0,
        message: 'the file is missing',
        remedy: 'Create it',
      },
    ];
  }
  const faults: Fault[] = [];
  const ids = new Set(written.entries.map((entry) => entry.id));
  const themes = new Set(written.themes.map((theme) => theme.id));
  const seen = new Set<string>();
  written.entries.forEach((entry, index) => {
    const fault = (field: string, message: string, remedy: string) =>
      faults.push({
        file: file.path,
        line: file.lineOf(['entries', index, field]),
        message,
        remedy,
      });
    if (seen.has(entry.id)) fault('id', `the id ${entry.id} is used twice`, 'Rename one of the entries');
    seen.add(entry.id);
    if (!themes.has(entry.theme)) {
      fault('theme', `${entry.id}: unknown theme ${entry.theme}`, 'Use a theme of the list at the top of the file');
    }
    if (entry.dialog !== undefined && !dialogIds.has(entry.dialog)) {
      fault('dialog', `${entry.id}: there is no dialog ${entry.dialog}`, `Use one of ${[...dialogIds].join(', ')}`);
    }
    for (const neighbour of entry.neighbours) {
      if (!ids.has(neighbour) || neighbour === entry.id) {
        fault('neighbours', `${entry.id}: there is no other entry ${neighbour}`, 'Correct or remove the neighbour');
      }
    }
  });
  return faults;
}

function lintCompleteness(written: WrittenKnowledge): Fault[] {
  const faults: Fault[] = [];
  const have = new Set(written.texts.map((text) => `${text.language}/${text.id}`));
  const folder = written.entriesFile?.path.replace(/\/[^/]*$/, '') ?? 'knowledge-base';
  for (const entry of written.entries) {
    for (const language of authoredLanguages) {
      if (have.has(`${language}/${entry.id}`)) continue;
      faults.push({
        file: `${folder}/${language}/${entry.theme}.yaml`,
        line: 0,
        message: `${entry.id} has no text in ${language}`,
        remedy: 'Add the entry with question, phrases and answer',
      });
    }
  }
  return faults;
}

function lintText(written: WrittenKnowledge, text: WrittenText): Fault[] {
  const faults: Fault[] = [];
  const { id, file, language } = text;
  const fault = (field: string, message: string, remedy: string, severity: Fault['severity'] = 'error') =>
    faults.push({ file: file.path, line: file.lineOf([id, field]), message: `${id}: ${message}`, remedy, severity });
  const entry = written.entries.find((candidate) => candidate.id === id);
  if (entry === undefined) fault('', 'there is no such entry', 'Correct the id or add it to entries.yaml');
  else if (!file.path.endsWith(`/${entry.theme}.yaml`)) {
    fault('', `belongs to theme ${entry.theme}`, `Move it to ${language}/${entry.theme}.yaml`);
  }
  for (const field of ['question', 'answer'] as const) {
    if (text[field] === undefined && language !== 'zh-Hant') fault('', `${field} is missing`, `Write the ${field}`);
    for (const name of placeholdersIn(text[field] ?? '')) {
      if (!written.facts.has(name))
        fault(field, `unknown placeholder {{${name}}}`, 'Correct it or add it to provider.yaml');
    }
  }
  if (text.phrases.length < fewestPhrases) {
    fault(
      'phrases',
      `has ${text.phrases.length} phrases`,
      `Write at least ${fewestPhrases}, each with its own angle`,
      'warning',
    );
  }
  text.phrases.forEach((phrase, index) => {
    if (placeholdersIn(phrase).length === 0) return;
    const line = file.lineOf([id, 'phrases', index]);
    faults.push({
      file: file.path,
      line,
      message: `${id}: a phrase has a placeholder`,
      remedy: 'Write what a customer types',
    });
  });
  const length = fillPlaceholders(
    text.answer ?? '',
    factsIn(written.facts, language, (same) => same),
  ).trim().length;
  if (length > longestAnswer) {
    fault(
      'answer',
      `the answer has ${length} characters with its placeholders filled`,
      `Shorten it to ${longestAnswer}`,
      'warning',
    );
  }
  return faults;
}

function lintFacts(written: WrittenKnowledge): Fault[] {
  const file = written.providerFile;
  if (file === undefined) {
    return [
      {
        file: 'knowledge-base/provider.yaml',
        line: 0,
        message: 'the file is missing',
        remedy: 'Create it',
      },
    ];
  }
  return [...written.facts].flatMap(([name, value]) => {
    if (typeof value === 'string' || value.en !== undefined) return [];
    const line = file.lineOf(name.split('.'));
    return [
      {
        file: file.path,
        line,
        message: `${name} has no English text`,
        remedy: 'Add `en`, which others fall back to',
      },
    ];
  });
}

function lintDuplicates(written: WrittenKnowledge): Fault[] {
  const faults: Fault[] = [];
  const first = new Map<string, { text: WrittenText; line: number }>();
  for (const text of written.texts) {
    text.phrases.forEach((phrase, index) => {
      const key = tokenize(fold(phrase)).join(' ');
      const line = text.file.lineOf([text.id, 'phrases', index]);
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, { text, line });
        return;
      }
      // The same words in two languages of one entry ("apn?") are no mistake.
      if (earlier.text.id === text.id && earlier.text.language !== text.language) return;
      faults.push({
        file: text.file.path,
        line,
        message: `${text.id}: the phrase stands already in ${earlier.text.id} (${earlier.text.file.path}:${earlier.line})`,
        remedy: 'Keep it where it belongs and write another one here',
        severity: 'warning',
      });
    });
  }
  return faults;
}

/** A phrase may borrow words, but must not be of another language as a whole. */
function lintLanguages(written: WrittenKnowledge, detect: DetectLanguage): Fault[] {
  const faults: Fault[] = [];
  for (const text of written.texts) {
    text.phrases.forEach((phrase, index) => {
      const found = detect(phrase, { current: text.language });
      if (familyOf(found.code) === familyOf(text.language) || found.confidence < certain(found.code)) return;
      faults.push({
        file: text.file.path,
        line: text.file.lineOf([text.id, 'phrases', index]),
        message: `${text.id}: the phrase is in ${found.code}, not in ${text.language}`,
        remedy: 'Move it to the file of its language',
        severity: 'warning',
      });
    });
  }
  return faults;
}

function certain(code: LanguageCode): number {
  return code === 'en' || code.startsWith('zh') ? 0.9995 : 0.999;
}

function lintGlossary(written: WrittenKnowledge): Fault[] {
  const file = written.glossaryFile;
  if (file === undefined) return [];
  const faults: Fault[] = [];
  const owner = new Map<string, string>();
  const ids = new Set<string>();
  written.glossary.forEach((concept, index) => {
    const fault = (message: string, remedy: string) =>
      faults.push({
        file: file.path,
        line: file.lineOf([index]),
        message: `${concept.id}: ${message}`,
        remedy,
        severity: 'warning',
      });
    if (ids.has(concept.id)) fault('the id is used twice', 'Rename or merge the concepts');
    ids.add(concept.id);
    for (const [language, forms] of Object.entries(concept.forms)) {
      for (const form of forms) {
        const key = `${language}/${tokenize(fold(form)).join(' ')}`;
        const other = owner.get(key);
        if (other !== undefined && other !== concept.id) {
          fault(`"${form}" (${language}) belongs to ${other} already`, 'Keep it with one concept');
        }
        owner.set(key, concept.id);
      }
    }
  });
  return faults;
}
