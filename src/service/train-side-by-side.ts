import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { adaptVectors } from '../matching/adapt-vectors.ts';
import { createConceptSpotter, type ConceptForms } from '../matching/concepts.ts';
import type { ConfidenceRow } from '../matching/fit-confidence.ts';
import { embedTexts, readTexts, type ReadTexts } from '../matching/read-texts.ts';
import type { SentenceHead } from '../matching/sentence-head.ts';
import {
  createTraining,
  foldShare,
  trainModel,
  type Model,
  type TrainOptions,
  type TrainingText,
} from '../matching/train.ts';
import { openTable, vectorsOf, type VectorChanges } from '../matching/vectors.ts';

/** What is trained. */
export interface TrainJob {
  readonly articleIds: readonly string[];
  readonly texts: readonly TrainingText[];
  readonly forms: ConceptForms;
  /** The file of sentence vectors; without it the model goes by words alone. */
  readonly vectors?: Uint8Array | undefined;
}

/**
 * Settings for a whole knowledge base. Logistic machines are trained more loosely than by default: they rank as well and are
 * ready in half the time. For the others more passes change no order.
 */
export const trainOptions: TrainOptions = {
  linear: { logistic: { maxPasses: 12, tolerance: 0.3 }, 'squared-hinge': { maxPasses: 12, tolerance: 0.1 } },
};

/** Sentence vectors that were made to suit a glossary. */
export interface AdaptedVectors {
  /** What the glossary changed; it is part of the model. */
  readonly changes: VectorChanges | undefined;
  /** The vectors of all texts, row after row. */
  readonly rows: Float32Array;
}

/** Lets the glossary move the sentence vectors, see `adapt-vectors.ts`, and embeds the texts with them. */
export function adaptAndEmbed({ vectors, forms, texts }: TrainJob): AdaptedVectors | undefined {
  if (vectors === undefined) return undefined;
  const table = openTable(vectors);
  const changes = adaptVectors(table, forms);
  const adapted = vectorsOf(table, changes);
  return { changes, rows: embedTexts(texts, (text) => adapted.embed(text)) };
}

/** What the second thread is given when the texts have been read. */
export interface PartsJob {
  readonly read: ReadTexts;
  readonly folds: readonly number[];
}

/** What it gives: first the vectors, then the head and the folds, each when it is done. */
export type HelperMessage =
  | { readonly kind: 'vectors'; readonly vectors: AdaptedVectors | undefined }
  | { readonly kind: 'head'; readonly head: SentenceHead | undefined }
  | { readonly kind: 'fold'; readonly fold: number; readonly rows: readonly ConfidenceRow[] };

/** With fewer texts a second thread costs more than it saves. */
const fewestTexts = 2000;

/**
 * Trains in two threads, which take about the same time: the texts are read and the core and the first fold trained here; a
 * worker suits the vectors to the glossary meanwhile, and then trains the head and the other folds. The model is the same to
 * the byte as that of one thread. `workerPath` names the built worker; without it, or for little knowledge, everything is
 * done here.
 */
export async function trainSideBySide(
  job: TrainJob,
  workerPath: string | undefined,
  onProgress?: (done: number) => void,
): Promise<Model> {
  if (workerPath === undefined || job.texts.length < fewestTexts) return trainHere(job, onProgress);
  return trainInTwo(job, workerPath, onProgress);
}

function trainHere(job: TrainJob, onProgress?: (done: number) => void): Model {
  const table = job.vectors && openTable(job.vectors);
  const changes = table && adaptVectors(table, job.forms);
  const adapted = table && vectorsOf(table, changes);
  const model = trainModel(job.articleIds, job.texts, createConceptSpotter({ forms: job.forms }), {
    ...trainOptions,
    embed: adapted && ((text) => adapted.embed(text)),
    onProgress,
  });
  return withChanges(model, changes);
}

function withChanges(model: Model, changes: VectorChanges | undefined): Model {
  return changes === undefined ? model : { ...model, changes };
}

async function trainInTwo(job: TrainJob, workerPath: string, onProgress?: (done: number) => void): Promise<Model> {
  const helper = createHelper(workerPath, job);
  const read = readTexts(job.articleIds, job.texts, createConceptSpotter({ forms: job.forms }));
  // The core goes by words alone, and need not wait for the vectors.
  const byWords = createTraining(job.articleIds, job.texts, read, trainOptions);
  const [here, ...there] = Array.from({ length: byWords.folds }, (_, fold) => fold);
  const others = helper.train({ read, folds: there });
  // Failing before it is waited for must not count as unhandled.
  others.catch(() => undefined);
  const stages = 1 + foldShare;
  const core = byWords.core((done) => onProgress?.(done / stages));
  const vectors = await helper.vectors;
  const training = createTraining(job.articleIds, job.texts, read, { ...trainOptions, vectors: vectors?.rows });
  const rows = here === undefined ? [] : [training.rowsOfFold(here)];
  const { head, rows: otherRows } = await others;
  const model = training.finish(core, head, [...rows, ...otherRows]);
  onProgress?.(1);
  return withChanges(model, vectors?.changes);
}

interface HelpedParts {
  readonly head: SentenceHead | undefined;
  readonly rows: (readonly ConfidenceRow[])[];
}

/** The second thread; both promises fail where it does. */
interface Helper {
  readonly vectors: Promise<AdaptedVectors | undefined>;
  train(parts: PartsJob): Promise<HelpedParts>;
}

function createHelper(path: string, job: TrainJob): Helper {
  const worker = new Worker(path, { workerData: job });
  const rows = new Map<number, readonly ConfidenceRow[]>();
  let head: SentenceHead | undefined;
  let onVectors: ((vectors: AdaptedVectors | undefined) => void) | undefined;
  worker.on('message', (message: HelperMessage) => {
    if (message.kind === 'vectors') onVectors?.(message.vectors);
    else if (message.kind === 'head') ({ head } = message);
    else rows.set(message.fold, message.rows);
  });
  const ended = new Promise<void>((done, fail) => {
    worker.once('error', fail);
    worker.once('exit', (code) => {
      if (code === 0) done();
      else fail(new AppError('internal', `The training thread ended with code ${code}. Start again.`));
    });
  });
  const vectors = new Promise<AdaptedVectors | undefined>((done, fail) => {
    onVectors = done;
    ended.catch(fail);
  });
  vectors.catch(() => undefined);
  return {
    vectors,
    async train(parts) {
      worker.postMessage(parts);
      await ended;
      return { head, rows: parts.folds.map((fold) => rows.get(fold) ?? []) };
    },
  };
}
