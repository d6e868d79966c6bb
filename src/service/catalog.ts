import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintDialogFiles, parseDialogFiles, type DialogFiles } from '../dialog/dialog-files.ts';
import { AppError } from '../errors.ts';
import { compileKnowledge } from '../knowledge/compile.ts';
import { faultText, type Fault } from '../knowledge/fault.ts';
import { lintKnowledge } from '../knowledge/lint.ts';
import { readSources, type Sources } from '../knowledge/load.ts';
import { parseKnowledge, type WrittenKnowledge } from '../knowledge/parse.ts';
import { createDetector } from '../language/detect.ts';
import { createConceptSpotter } from '../matching/concepts.ts';
import { packModel, unpackModel, type Packed } from '../matching/serialize.ts';
import { trainModel, type TrainingText } from '../matching/train.ts';
import { createBrain, vocabularyOf, type Brain, type Published } from './brain.ts';

/** Where a published version comes from. */
export interface CatalogFolders {
  readonly knowledgeDir: string;
  readonly dialogsDir: string;
  /** Trained models, one file a version; can be deleted at any time. */
  readonly modelDir: string;
}

/** Raised when the form of a trained model changes, so that older files are not read. */
const formatVersion = 1;

interface SourcesOfBoth {
  readonly knowledge: Sources;
  readonly dialogs: Sources;
  readonly version: string;
}

/**
 * The brain of what the folders hold now. A model that was trained before on exactly these files is loaded; else all files
 * are checked and a model is trained, which takes some seconds, and kept. Throws `knowledgeInvalid` with all faults.
 */
export async function loadBrain(folders: CatalogFolders, onProgress?: (done: number) => void): Promise<Brain> {
  const sources = await readBoth(folders);
  const path = join(folders.modelDir, `${sources.version}.model`);
  const packed = (await readModel(path)) ?? (await buildModel(sources, folders.modelDir, path, onProgress));
  return createBrain(packed.extra, packed.model);
}

/** All faults in the knowledge base and the dialogs. */
export async function lintFolders(folders: Pick<CatalogFolders, 'knowledgeDir' | 'dialogsDir'>): Promise<Fault[]> {
  const { knowledge, dialogs } = await readBoth(folders);
  return parseAll(knowledge, dialogs).faults.sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

/** The training texts of a knowledge base: phrases and questions of every article in every language, and the background. */
export function trainingTexts(published: Pick<Published, 'knowledge'>): TrainingText[] {
  const texts: TrainingText[] = [];
  for (const article of published.knowledge.articles) {
    for (const [language, text] of Object.entries(article.texts)) {
      for (const phrase of [text.question, ...text.phrases]) {
        texts.push({
          text: phrase,
          language: language as TrainingText['language'],
          articleId: article.id,
        });
      }
    }
  }
  return [...texts, ...published.knowledge.background];
}

async function readBoth({
  knowledgeDir,
  dialogsDir,
}: Pick<CatalogFolders, 'knowledgeDir' | 'dialogsDir'>): Promise<SourcesOfBoth> {
  const [knowledge, dialogs] = await Promise.all([
    readSources(knowledgeDir, 'knowledge-base', ['.yaml']),
    readSources(dialogsDir, 'dialogs', ['.yaml', '.json']),
  ]);
  return {
    knowledge,
    dialogs,
    version: `${formatVersion}-${knowledge.hash}-${dialogs.hash}`,
  };
}

async function readModel(path: string): Promise<Packed<Published> | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return undefined;
  }
  // Views on the arrays need their start aligned, which a pooled buffer does not promise.
  return unpackModel<Published>(new Uint8Array(bytes));
}

async function buildModel(
  sources: SourcesOfBoth,
  modelDir: string,
  path: string,
  onProgress?: (done: number) => void,
): Promise<Packed<Published>> {
  const { written, dialogs, faults } = parseAll(sources.knowledge, sources.dialogs);
  const errors = faults.filter((fault) => fault.severity !== 'warning');
  if (errors.length > 0) throw invalid(errors);
  // Only needed to derive zh-Hant, and large.
  const { Converter } = await import('opencc-js/cn2t');
  const published: Published = {
    knowledge: compileKnowledge(written, sources.version, Converter({ from: 'cn', to: 'twp' })),
    glossary: written.glossary,
    cues: dialogs.cues,
    phrases: dialogs.phrases,
    thresholds: dialogs.thresholds,
    calibration: dialogs.calibration,
  };
  const ids = published.knowledge.articles.map((article) => article.id);
  const model = trainModel(ids, trainingTexts(published), createConceptSpotter(published.glossary), { onProgress });
  const packed = { model, extra: published };
  await keepModel(modelDir, path, packModel(packed));
  return packed;
}

/** Keeps the newest model only; a crash leaves either the old file or the new one. */
async function keepModel(modelDir: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(modelDir, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, path);
  for (const name of await readdir(modelDir)) {
    if (name.endsWith('.model') && join(modelDir, name) !== path) await rm(join(modelDir, name), { force: true });
  }
}

function parseAll(
  knowledge: Sources,
  dialogSources: Sources,
): { written: WrittenKnowledge; dialogs: DialogFiles; faults: Fault[] } {
  const faults: Fault[] = [];
  const dialogs = parseDialogFiles(dialogSources.files, faults);
  const written = parseKnowledge(knowledge.files, faults);
  const articles = written.entries.map((entry) => ({
    ...entry,
    texts: Object.fromEntries(
      written.texts
        .filter(({ id }) => id === entry.id)
        .map(({ language, question = '', answer = '', phrases }) => [language, { question, answer, phrases }]),
    ),
  }));
  const detect = createDetector(vocabularyOf({ articles }, written.glossary));
  faults.push(...lintDialogFiles(dialogs), ...lintKnowledge(written, { dialogIds: dialogs.dialogIds, detect }));
  return { written, dialogs, faults };
}

function invalid(faults: readonly Fault[]): AppError {
  const shown = faults.slice(0, 20).map(faultText).join('\n');
  const more = faults.length > 20 ? `\n… and ${faults.length - 20} more: run \`simpatico lint\`.` : '';
  return new AppError('knowledgeInvalid', `The knowledge base has ${faults.length} faults.\n${shown}${more}`);
}
