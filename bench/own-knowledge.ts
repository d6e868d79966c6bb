import { join } from 'node:path';
import { parseDialogFiles } from '../src/dialog/dialog-files.ts';
import { compileKnowledge } from '../src/knowledge/compile.ts';
import type { Concept } from '../src/knowledge/glossary.ts';
import { readSources } from '../src/knowledge/load.ts';
import { parseKnowledge } from '../src/knowledge/parse.ts';
import type { Cues } from '../src/language/cues.ts';
import type { Calibrations } from '../src/matching/calibration.ts';
import { projectDir } from '../src/paths.ts';
import { trainingTexts } from '../src/service/catalog.ts';
import type { PeerKnowledge } from './peers/peer.ts';

/** What the service has beside example phrases. */
export interface OwnExtras {
  readonly glossary: readonly Concept[];
  readonly cues: Cues;
  readonly calibration: Calibrations;
}

/** Example phrases, questions and background of the project's own knowledge base: the texts the service trains on. */
export async function readOwnKnowledge(): Promise<PeerKnowledge> {
  const { Converter } = await import('opencc-js/cn2t');
  const knowledge = compileKnowledge(await readWritten(), 'bench', Converter({ from: 'cn', to: 'twp' }));
  const none: Record<string, string[]> = {};
  const phrases = new Map<string, Record<string, string[]>>(knowledge.articles.map(({ id }) => [id, {}]));
  for (const { text, language, articleId } of trainingTexts({ knowledge })) {
    const own = articleId === undefined ? none : phrases.get(articleId);
    if (own !== undefined) (own[language] ??= []).push(text);
  }
  return { none, entries: [...phrases].map(([id, texts]) => ({ id, phrases: texts })) };
}

/** Glossary, cues and calibration of the project. */
export async function readOwnExtras(): Promise<OwnExtras> {
  const { glossary } = await readWritten();
  const { files } = await readSources(join(projectDir, 'dialogs'), 'dialogs', ['.yaml', '.json']);
  const { cues, calibration } = parseDialogFiles(files, []);
  return { glossary, cues, calibration };
}

/** The same knowledge without the texts of some languages. */
export function withoutLanguages({ entries, none }: PeerKnowledge, languages: readonly string[]): PeerKnowledge {
  const keep = (texts: PeerKnowledge['none']) =>
    Object.fromEntries(Object.entries(texts).filter(([language]) => !languages.includes(language)));
  return { none: keep(none), entries: entries.map(({ id, phrases }) => ({ id, phrases: keep(phrases) })) };
}

async function readWritten(): Promise<ReturnType<typeof parseKnowledge>> {
  const { files } = await readSources(join(projectDir, 'knowledge-base'), 'knowledge-base', ['.yaml']);
  return parseKnowledge(files, []);
}
