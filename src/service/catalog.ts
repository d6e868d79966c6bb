import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { lintDialogFiles, parseDialogFiles, type DialogFiles } from '../dialog/dialog-files.ts';
import { AppError } from '../errors.ts';
import { compileKnowledge } from '../knowledge/compile.ts';
import { faultText, type Fault } from '../knowledge/fault.ts';
import { lintKnowledge } from '../knowledge/lint.ts';
import { readSources, type Sources } from '../knowledge/load.ts';
import { parseKnowledge, type WrittenKnowledge } from '../knowledge/parse.ts';
import { createDetector } from '../language/detect.ts';
import { createConceptSpotter } from '../matching/concepts.ts';
import { buildIndexModel, isTooLargeToTrain, type IndexModel } from '../matching/index-model.ts';
import { packModel, unpackModel } from '../matching/serialize.ts';
import type { Model, TrainingText } from '../matching/train.ts';
import { trainSideBySide } from './train-side-by-side.ts';
import { createBrain, indexOf, vocabularyOf, type Brain, type Published, type PublishedIndex } from './brain.ts';

/** Where a published version comes from. */
export interface CatalogFolders {
  readonly knowledgeDir: string;
  readonly dialogsDir: string;
  /** Trained models, one file a version; can be deleted at any time. */
  readonly modelDir: string;
  /** Built program of the training thread; without it training takes one thread. */
  readonly workerPath?: string;
}

/** Raised when the form of the kept files changes, so that older ones are not read. */
const formatVersion = 4;

interface SourcesOfBoth {
  readonly knowledge: Sources;
  readonly dialogs: Sources;
  readonly version: string;
}

/**
 * The brain of what the folders hold now. What was checked and trained before on exactly these files is loaded; else all
 * files are checked, and a model is trained if the knowledge base has changed, which takes a minute or less. Throws
 * `knowledgeInvalid` with all faults.
 */
export async function loadBrain(folders: CatalogFolders, onProgress?: (done: number) => void): Promise<Brain> {
  const sources = await readBoth(folders);
  const publishedPath = join(folders.modelDir, `${sources.version}.json`);
  const modelPath = join(folders.modelDir, `${formatVersion}-${sources.knowledge.hash}.model`);
  const kept = (await readPublished(publishedPath)) ?? (await publish(sources));
  const { published, index } = kept;
  const large = indexIfLarge(kept);
  const model = large ?? (await readModel(modelPath)) ?? (await train(kept, folders.workerPath, onProgress));
  await keep(folders.modelDir, publishedPath, () => new TextEncoder().encode(JSON.stringify(kept)));
  if ('core' in model) await keep(folders.modelDir, modelPath, () => packModel(model));
  return createBrain(published, model, index);
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

interface KeptVersion {
  readonly published: Published;
  readonly index: PublishedIndex;
}

async function readPublished(path: string): Promise<KeptVersion | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as KeptVersion);
}

async function readModel(path: string): Promise<Model | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  // Views on the arrays need their start aligned, which a pooled buffer does not promise.
  return bytes === undefined ? undefined : unpackModel(bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes));
}

async function publish(sources: SourcesOfBoth): Promise<KeptVersion> {
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
  return { published, index: indexOf(published) };
}

/** The index of knowledge too large to train; it is made anew at each start, which takes less time than training would. */
function indexIfLarge({ published, index }: KeptVersion): IndexModel | undefined {
  const { articles } = published.knowledge;
  const texts = trainingTexts(published);
  if (!isTooLargeToTrain(articles.length, texts.length)) return undefined;
  const ids = articles.map((article) => article.id);
  return buildIndexModel(ids, texts, createConceptSpotter({ forms: index.forms }));
}

function train(
  { published, index }: KeptVersion,
  workerPath: string | undefined,
  onProgress?: (done: number) => void,
): Promise<Model> {
  const articleIds = published.knowledge.articles.map((article) => article.id);
  return trainSideBySide({ articleIds, texts: trainingTexts(published), forms: index.forms }, workerPath, onProgress);
}

/** Writes a file unless it is there, and removes older ones of its kind; a crash leaves either the whole file or none. */
async function keep(folder: string, path: string, content: () => Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.includes(basename(path))) return;
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content());
  await rename(unfinished, path);
  const older = names.filter((name) => extname(name) === extname(path));
  await Promise.all(older.map((name) => rm(join(folder, name), { force: true })));
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
