import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerKnowledge } from './peers/peer.ts';

/** A question and the entry meant; `oos` where no entry answers it. */
export interface Question {
  readonly text: string;
  readonly lang: string;
  readonly intent: string;
}

/** Questions asked of one trained system. */
export interface QuestionSet {
  readonly name: string;
  readonly questions: readonly Question[];
  /** True where the system is not told the language. */
  readonly hidesLanguage: boolean;
}

/** One knowledge base and what it is asked. */
export interface Task {
  readonly name: string;
  readonly about: string;
  readonly knowledge: PeerKnowledge;
  readonly sets: readonly QuestionSet[];
}

/** Intent of questions that no entry answers. */
export const outOfScope = 'oos';

interface PublicSet {
  readonly about: string;
  /** Files of the folder, without `.jsonl`. */
  readonly train: readonly string[];
  readonly ask: readonly { readonly name?: string; readonly files: readonly string[]; readonly hidesLanguage?: true }[];
  /** The set trains a class of texts that belong to no entry. */
  readonly hasNone?: true;
  /** Left out of the quick run. */
  readonly isLong?: true;
}

const support = ['en', 'es', 'fr', 'id', 'it'];
const twelve = ['ar', 'da', 'de', 'en', 'id', 'it', 'ja', 'kk', 'nl', 'sr', 'tr', 'zh'];
const of = (set: string, languages: readonly string[], part: string) => languages.map((l) => `${set}/${l}.${part}`);
const banking = [{ files: ['banking77/test'] }];

/** The public sets: which files teach and which ask. */
const publicSets: Readonly<Record<string, PublicSet>> = {
  corpus50: {
    about: 'support questions and small talk, 50 entries, 5 phrases each in five languages',
    train: of('corpus50', support, 'train'),
    ask: [
      { files: of('corpus50', support, 'test') },
      { name: 'language hidden', files: of('corpus50', support, 'test'), hidesLanguage: true },
    ],
  },
  'corpus50 from English': {
    about: 'the same, only English phrases, asked in the other four languages',
    train: ['corpus50/en.train'],
    ask: [{ files: of('corpus50', support.slice(1), 'test') }],
  },
  'banking77, 10 phrases': {
    about: '77 entries of one domain, 10 phrases each',
    train: ['banking77/train_10shot_s0'],
    ask: banking,
  },
  'banking77, 5 phrases': {
    about: '77 entries of one domain, 5 phrases each',
    train: ['banking77/train_5shot_s0'],
    ask: banking,
    isLong: true,
  },
  banking77: {
    about: '77 entries of one domain, all 10 003 phrases',
    train: ['banking77/train'],
    ask: banking,
    isLong: true,
  },
  'banking77 out of scope': {
    about: '50 of the entries; the other 27 (near) or other domains (far) are asked too, and are out of scope',
    train: ['banking77-oos/train'],
    ask: [
      { name: 'near', files: ['banking77-oos/test'] },
      { name: 'far', files: ['banking77-oos/test_ood'] },
    ],
  },
  xsid: {
    about: 'commands to an assistant, the same entries in 12 languages',
    train: of('xsid', twelve, 'val'),
    ask: [
      { files: of('xsid', twelve, 'test') },
      { name: 'language hidden', files: of('xsid', twelve, 'test'), hidesLanguage: true },
    ],
  },
  'xsid from English': {
    about: 'the same, only English phrases, asked in the other 11 languages; the most frequent entry has 24.4 %',
    train: ['xsid/en.val'],
    ask: [
      {
        files: of(
          'xsid',
          twelve.filter((l) => l !== 'en'),
          'test',
        ),
      },
    ],
  },
  'braun-chatbot': {
    about: '2 entries, 100 phrases',
    train: ['braun-chatbot/train'],
    ask: [{ files: ['braun-chatbot/test'] }],
    hasNone: true,
    isLong: true,
  },
  'braun-askubuntu': {
    about: '4 entries, 50 phrases and 3 of none',
    train: ['braun-askubuntu/train'],
    ask: [{ files: ['braun-askubuntu/test'] }],
    hasNone: true,
  },
  'braun-webapps': {
    about: '7 entries, 28 phrases and 2 of none',
    train: ['braun-webapps/train'],
    ask: [{ files: ['braun-webapps/test'] }],
    hasNone: true,
  },
};

/** Names of the public sets: all, or those of the quick run. */
export function publicNames(isQuick: boolean): string[] {
  return Object.entries(publicSets).flatMap(([name, { isLong }]) => (isQuick && isLong === true ? [] : [name]));
}

/** Reads one public set from the folder that holds them. Throws with the remedy for a name or file that is not there. */
export function readPublicTask(folder: string, name: string): Task {
  const set = publicSets[name];
  if (set === undefined) throw new Error(`There is no set "${name}". Sets: ${Object.keys(publicSets).join('; ')}.`);
  const read = (files: readonly string[]) => files.flatMap((file) => readQuestions(join(folder, `${file}.jsonl`)));
  return {
    name,
    about: set.about,
    knowledge: knowledgeOf(read(set.train), set.hasNone === true),
    sets: set.ask.map(({ name: setName, files, hidesLanguage }) => ({
      name: setName === undefined ? name : `${name}, ${setName}`,
      questions: read(files),
      hidesLanguage: hidesLanguage === true,
    })),
  };
}

/** Reads lines of `{"text","lang","intent"}`. Throws with file and line for anything else. */
export function readQuestions(path: string): Question[] {
  if (!existsSync(path)) throw new Error(`${path} is not there. Give the folder that holds the sets.`);
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseQuestion(line, `${path}:${index + 1}`)]));
}

function parseQuestion(line: string, place: string): Question {
  const value = JSON.parse(line) as Partial<Question> | null;
  const { text, lang, intent } = value ?? {};
  if (typeof text !== 'string' || typeof lang !== 'string' || typeof intent !== 'string') {
    throw new Error(`${place} is not {"text","lang","intent"}.`);
  }
  return { text, lang, intent };
}

/** Labelled texts as a knowledge base. Texts of none are only kept where the set means them for training. */
export function knowledgeOf(texts: readonly Question[], hasNone: boolean): PeerKnowledge {
  const entries = new Map<string, Record<string, string[]>>();
  const none: Record<string, string[]> = {};
  for (const { text, lang, intent } of texts) {
    if (intent === outOfScope) {
      if (hasNone) (none[lang] ??= []).push(text);
      continue;
    }
    const phrases = entries.get(intent) ?? {};
    (phrases[lang] ??= []).push(text);
    entries.set(intent, phrases);
  }
  return { entries: [...entries].map(([id, phrases]) => ({ id, phrases })), none };
}
