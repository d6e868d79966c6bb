import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lintDialogFiles, parseDialogFiles, type DialogFiles } from '../dialog/dialog-files.ts';
import { parseFlowFiles, type FlowFiles } from '../dialog/flow-files.ts';
import { withFlowPhrases } from '../dialog/flow-texts.ts';
import { lintFlows } from '../dialog/lint-flow.ts';
import { AppError } from '../errors.ts';
import { compileKnowledge } from '../knowledge/compile.ts';
import { faultText, type Fault } from '../knowledge/fault.ts';
import { parseGold } from '../knowledge/gold.ts';
import { lintGold } from '../knowledge/lint-gold.ts';
import { lintKnowledge } from '../knowledge/lint.ts';
import { readSources, type Sources } from '../knowledge/load.ts';
import { parseKnowledge, type WrittenKnowledge } from '../knowledge/parse.ts';
import { createDetector, type DetectLanguage } from '../language/detect.ts';
import type { LanguageCode } from '../language/languages.ts';
import { createConceptSpotter, type ConceptForms } from '../matching/concepts.ts';
import { buildIndexModel, isTooLargeToTrain, type IndexModel } from '../matching/index-model.ts';
import { nameOfArticle } from '../matching/names.ts';
import { packModel, unpackModel } from '../matching/serialize.ts';
import type { Model, TrainingText } from '../matching/train.ts';
import { goldFolder, readGoldSources } from './gold-files.ts';
import { keepFile } from './keep-file.ts';
import { readSentenceVectors, type SentenceVectors } from './sentence-vectors.ts';
import { loadMeaning, type MeaningDeps } from './meaning.ts';
import { trainSideBySide } from './train-side-by-side.ts';
import {
  createBrain,
  indexOf,
  vocabularyOf,
  type Brain,
  type Published,
  type PublishedFlows,
  type PublishedIndex,
} from './brain.ts';

/** Where a published version comes from. */
export interface CatalogFolders {
  readonly knowledgeDir: string;
  readonly dialogsDir: string;
  /** Trained models, one file a version; can be deleted at any time. */
  readonly modelDir: string;
  /** Built program of the training thread; without it training takes one thread. */
  readonly workerPath?: string;
  /** Built program that makes a new version beside the service's work, see `loadBrainAtOnce`. */
  readonly newVersionPath?: string;
  /** File of sentence vectors; without it, or where it is missing, matching goes by words alone. */
  readonly vectorsPath?: string | undefined;
}

/** Raised when the form of the kept files changes, so that older ones are not read. */
const formatVersion = 17;

interface SourcesOfBoth {
  readonly knowledge: Sources;
  readonly dialogs: Sources;
  readonly version: string;
}

/**
 * The brain of what the folders hold now. What was checked and trained before on exactly these files is loaded; else all
 * files are checked, and a model is trained if the knowledge base has changed, which takes a minute or less. Throws
 * `knowledgeInvalid` with all faults. With `meaning` the brain looks at the meaning of messages too; throws
 * `embeddingFailed` where the phrases cannot be embedded.
 */
export async function loadBrain(
  folders: CatalogFolders,
  onProgress?: (done: number) => void,
  meaning?: MeaningDeps,
): Promise<Brain> {
  // An embedder knows more of meaning than the project's own vectors; both together were not better than it alone.
  return brainOf(folders, await readNow(folders, meaning === undefined), onProgress, meaning);
}

/** What the folders hold at one moment, read once however many ask for it. */
interface Now {
  readonly sources: SourcesOfBoth;
  readonly vectors: SentenceVectors | undefined;
}

async function readNow(folders: CatalogFolders, hasVectors = true): Promise<Now> {
  const [sources, vectors] = await Promise.all([
    readBoth(folders),
    hasVectors ? readSentenceVectors(folders.vectorsPath) : undefined,
  ]);
  return { sources, vectors };
}

async function brainOf(
  folders: CatalogFolders,
  { sources, vectors }: Now,
  onProgress?: (done: number) => void,
  meaning?: MeaningDeps,
): Promise<Brain> {
  const publishedPath = join(folders.modelDir, `${sources.version}.json`);
  const modelName = `${formatVersion}-${sources.knowledge.hash}-${vectors?.id ?? 'words'}`;
  const modelPath = join(folders.modelDir, `${modelName}.model`);
  const [keptPublished, keptModel] = await Promise.all([readPublished(publishedPath), readModel(modelPath)]);
  const kept = keptPublished ?? (await publish(sources));
  const { published, index } = kept;
  const model =
    keptModel ??
    indexIfLarge(kept) ??
    (await train(kept, trainingTexts(kept.published), folders.workerPath, vectors, onProgress));
  await keepFile(folders.modelDir, publishedPath, () => new TextEncoder().encode(JSON.stringify(kept)));
  if (!('core' in model)) return createBrain(published, model, { index });
  await keepFile(folders.modelDir, modelPath, () => packModel(model));
  if (meaning === undefined) return createBrain(published, model, { index, embed: vectors?.embedWith(model.changes) });
  const parts = { model, forms: index.forms, folder: folders.modelDir, modelName };
  return createBrain(published, model, { index, meaning: await loadMeaning(meaning, parts) });
}

/**
 * The brain of a version before, where the knowledge base has changed since and its model still has to be trained; else, or
 * where there is none before, that of what the folders hold now, as `loadBrain` gives it. Throws `knowledgeInvalid` with all
 * faults of what they hold now.
 */
export async function loadBrainOfBefore(
  folders: CatalogFolders,
  onProgress?: (done: number) => void,
): Promise<{ readonly brain: Brain; readonly isOfBefore: boolean }> {
  const now = await readNow(folders);
  const before = await findBefore(folders, now);
  if (before !== undefined) return { brain: before, isOfBefore: true };
  return { brain: await brainOf(folders, now, onProgress), isOfBefore: false };
}

async function findBefore(folders: CatalogFolders, { sources, vectors }: Now): Promise<Brain | undefined> {
  const id = vectors?.id ?? 'words';
  const names = await readdir(folders.modelDir).catch((): string[] => []);
  if (names.includes(`${formatVersion}-${sources.knowledge.hash}-${id}.model`)) return undefined;
  const before = /^(\d+-[0-9a-f]+)-[0-9a-f]+\.json$/;
  for (const name of names) {
    const knowledge = before.exec(name)?.[1];
    if (knowledge?.startsWith(`${formatVersion}-`) !== true || !names.includes(`${knowledge}-${id}.model`)) continue;
    const kept = await readPublished(join(folders.modelDir, name));
    const model = await readModel(join(folders.modelDir, `${knowledge}-${id}.model`));
    if (kept === undefined || model === undefined) continue;
    await publish(sources);
    return createBrain(kept.published, model, { index: kept.index, embed: vectors?.embedWith(model.changes) });
  }
  return undefined;
}

/** The surface forms of the glossary that the folders hold now. Throws `knowledgeInvalid` with all faults. */
export async function loadConceptForms(folders: CatalogFolders): Promise<ConceptForms> {
  const sources = await readBoth(folders);
  const kept = (await readPublished(join(folders.modelDir, `${sources.version}.json`))) ?? (await publish(sources));
  return kept.index.forms;
}

/**
 * The brain as it would be had nobody written phrases in some languages: their questions, phrases and background texts are
 * left out of training; answers, glossary and thresholds stay. The model is trained in memory and not kept.
 */
export async function loadBrainWithout(
  folders: Pick<CatalogFolders, 'knowledgeDir' | 'dialogsDir' | 'workerPath' | 'vectorsPath'>,
  languages: readonly LanguageCode[],
  onProgress?: (done: number) => void,
): Promise<Brain> {
  const kept = await publish(await readBoth(folders));
  const texts = trainingTexts(kept.published).filter(({ language }) => !languages.includes(language));
  const vectors = await readSentenceVectors(folders.vectorsPath);
  const model = await train(kept, texts, folders.workerPath, vectors, onProgress);
  return createBrain(kept.published, model, { index: kept.index, embed: vectors?.embedWith(model.changes) });
}

/** All faults in the knowledge base, its gold questions and the dialogs. */
export async function lintFolders(folders: Pick<CatalogFolders, 'knowledgeDir' | 'dialogsDir'>): Promise<Fault[]> {
  const { knowledge, dialogs } = await readBoth(folders);
  const { written, faults } = parseAll(knowledge, dialogs, true);
  const gold = parseGold(await readGoldSources(folders.knowledgeDir), faults);
  return [...faults, ...lintGold(gold, written)].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

/** The flows of a folder of dialogs; throws `knowledgeInvalid` with all faults of their form. */
export async function readFlows(dialogsDir: string): Promise<FlowFiles> {
  const faults: Fault[] = [];
  const flows = parseFlowFiles((await readSources(dialogsDir, 'dialogs', ['.yaml'])).files, faults);
  if (faults.length > 0) throw invalid(faults);
  return flows;
}

/** What is kept of a version: its data, and its model where it was trained. */
export interface KeptModel extends KeptVersion {
  readonly model: Model;
}

/** Reads a version as it was kept; undefined where it is not, or no longer, or where it was too large to train. */
export async function readKept(modelDir: string, version: string): Promise<KeptModel | undefined> {
  const kept = await readPublished(join(modelDir, `${version}.json`));
  const ofKnowledge = version.slice(0, version.lastIndexOf('-') + 1);
  const names = await readdir(modelDir).catch((): string[] => []);
  const name = names.find((one) => one.startsWith(ofKnowledge) && one.endsWith('.model'));
  const model = name === undefined ? undefined : await readModel(join(modelDir, name));
  return kept === undefined || model === undefined ? undefined : { ...kept, model };
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
    const name = nameOfArticle(article.id);
    if (name !== undefined) texts.push(name);
  }
  return [...texts, ...published.knowledge.background];
}

async function readBoth({
  knowledgeDir,
  dialogsDir,
}: Pick<CatalogFolders, 'knowledgeDir' | 'dialogsDir'>): Promise<SourcesOfBoth> {
  const [knowledge, dialogs] = await Promise.all([
    // Gold questions are no knowledge: with new ones nothing has to be trained.
    readSources(knowledgeDir, 'knowledge-base', ['.yaml'], goldFolder),
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
  const { written, dialogs, faults } = parseAll(sources.knowledge, sources.dialogs, false);
  const errors = faults.filter((fault) => fault.severity !== 'warning');
  if (errors.length > 0) throw invalid(errors);
  // Only needed to derive zh-Hant, and large.
  const { Converter } = await import('opencc-js/cn2t');
  const published: Published = {
    knowledge: compileKnowledge(written, sources.version, Converter({ from: 'cn', to: 'twp' })),
    glossary: written.glossary,
    cues: dialogs.cues,
    phrases: withFlowPhrases(dialogs.phrases, dialogs.flows.texts),
    thresholds: dialogs.thresholds,
    calibration: dialogs.calibration,
    flows: withoutFiles(dialogs.flows),
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
  texts: readonly TrainingText[],
  workerPath: string | undefined,
  vectors: SentenceVectors | undefined,
  onProgress?: (done: number) => void,
): Promise<Model> {
  const articleIds = published.knowledge.articles.map((article) => article.id);
  return trainSideBySide({ articleIds, texts, forms: index.forms, vectors: vectors?.bytes }, workerPath, onProgress);
}

/** Files are read for faults only; they are no data. */
function withoutFiles({ files: _files, ...flows }: FlowFiles): PublishedFlows {
  return flows;
}

/** In which language a phrase is only ever a warning; with `detectsLanguages` it is looked at, which takes a second and more. */
function parseAll(
  knowledge: Sources,
  dialogSources: Sources,
  detectsLanguages: boolean,
): { written: WrittenKnowledge; dialogs: DialogFiles; faults: Fault[] } {
  const faults: Fault[] = [];
  const dialogs = parseDialogFiles(dialogSources.files, faults);
  const written = parseKnowledge(knowledge.files, faults);
  const articleIds = new Set(written.entries.map(({ id }) => id));
  const facts = new Set(written.facts.keys());
  faults.push(
    ...lintDialogFiles(dialogs),
    ...lintFlows(dialogs.flows, { articleIds, facts }),
    ...lintKnowledge(written, {
      dialogIds: dialogs.dialogIds,
      ...(detectsLanguages ? { detect: detectorOf(written) } : {}),
    }),
  );
  return { written, dialogs, faults };
}

function detectorOf({ entries, texts, glossary }: WrittenKnowledge): DetectLanguage {
  const articles = entries.map((entry) => ({
    ...entry,
    texts: Object.fromEntries(
      texts
        .filter(({ id }) => id === entry.id)
        .map(({ language, question = '', answer = '', phrases }) => [language, { question, answer, phrases }]),
    ),
  }));
  return createDetector(vocabularyOf({ articles }, glossary));
}

function invalid(faults: readonly Fault[]): AppError {
  const shown = faults.slice(0, 20).map(faultText).join('\n');
  const more = faults.length > 20 ? `\n… and ${faults.length - 20} more: run \`simpatico lint\`.` : '';
  return new AppError('knowledgeInvalid', `The knowledge base has ${faults.length} faults.\n${shown}${more}`);
}
