import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { adaptVectors } from '../matching/adapt-vectors.ts';
import { createConceptSpotter, type ConceptForms } from '../matching/concepts.ts';
import type { ConfidenceRow } from '../matching/fit-confidence.ts';
import { loadVectors, openTable, type VectorChanges } from '../matching/vectors.ts';
import {
  createTraining,
  foldShare,
  trainModel,
  type Model,
  type TrainOptions,
  type TrainingText,
} from '../matching/train.ts';

/** What is trained. */
export interface TrainJob {
  readonly articleIds: readonly string[];
  readonly texts: readonly TrainingText[];
  readonly forms: ConceptForms;
  /** The file of sentence vectors; without it the model goes by words alone. */
  readonly vectors?: Uint8Array | undefined;
}

/** A job whose sentence vectors were made to suit its glossary. */
interface AdaptedJob extends TrainJob {
  readonly changes: VectorChanges | undefined;
}

/**
 * Settings for a whole knowledge base. Logistic machines are trained more loosely than by default: they rank as well and are
 * ready in half the time. For the others more passes change no order.
 */
export const trainOptions: TrainOptions = {
  linear: { logistic: { maxPasses: 12, tolerance: 0.3 }, 'squared-hinge': { maxPasses: 12, tolerance: 0.1 } },
};

/** The settings of a job's training. */
export function trainOptionsOf({ vectors, changes }: Pick<AdaptedJob, 'vectors' | 'changes'>): TrainOptions {
  const opened = vectors === undefined ? undefined : loadVectors(vectors, changes);
  return { ...trainOptions, embed: opened && ((text) => opened.embed(text)) };
}

/** What the second thread does of it. */
export interface FoldJob extends AdaptedJob {
  readonly folds: readonly number[];
}

/** With fewer texts a second thread costs more than it saves. */
const fewestTexts = 2000;

/**
 * Trains in two threads: the core and the first fold here, the other folds in a worker, which take about the same time. The
 * model is the same to the byte as that of `trainModel`. `workerPath` names the built worker; without it, or for little
 * knowledge, everything is done here. Before, the glossary moves the sentence vectors, see `adapt-vectors.ts`; what it changed
 * is part of the model.
 */
export async function trainSideBySide(
  job: TrainJob,
  workerPath: string | undefined,
  onProgress?: (done: number) => void,
): Promise<Model> {
  const changes = job.vectors === undefined ? undefined : adaptVectors(openTable(job.vectors), job.forms);
  const model = await trainWith({ ...job, changes }, workerPath, onProgress);
  return changes === undefined ? model : { ...model, changes };
}

async function trainWith(
  job: AdaptedJob,
  workerPath: string | undefined,
  onProgress?: (done: number) => void,
): Promise<Model> {
  const spot = createConceptSpotter({ forms: job.forms });
  if (workerPath === undefined || job.texts.length < fewestTexts) {
    return trainModel(job.articleIds, job.texts, spot, { ...trainOptionsOf(job), onProgress });
  }
  const training = createTraining(job.articleIds, job.texts, spot, trainOptionsOf(job));
  const [here, ...there] = Array.from({ length: training.folds }, (_, fold) => fold);
  const others = foldsInWorker(workerPath, { ...job, folds: there });
  // Failing before it is waited for must not count as unhandled.
  others.catch(() => undefined);
  const stages = 1 + foldShare;
  const core = training.core((done) => onProgress?.(done / stages));
  const head = training.head();
  const rows = here === undefined ? [] : [training.rowsOfFold(here)];
  const model = training.finish(core, head, [...rows, ...(await others)]);
  onProgress?.(1);
  return model;
}

function foldsInWorker(path: string, job: FoldJob): Promise<(readonly ConfidenceRow[])[]> {
  return new Promise((done, fail) => {
    const rows = new Map<number, readonly ConfidenceRow[]>();
    const worker = new Worker(path, { workerData: job });
    worker.on('message', (part: { fold: number; rows: readonly ConfidenceRow[] }) => rows.set(part.fold, part.rows));
    worker.once('error', fail);
    worker.once('exit', (code) => {
      if (rows.size === job.folds.length) done(job.folds.map((fold) => rows.get(fold) ?? []));
      else fail(new AppError('internal', `The training thread ended with code ${code}. Start again.`));
    });
  });
}
