import { parentPort, workerData } from 'node:worker_threads';
import { createConceptSpotter } from '../matching/concepts.ts';
import { createTraining } from '../matching/train.ts';
import { trainOptionsOf, type FoldJob } from './train-side-by-side.ts';

// The program of the second thread of `train-side-by-side.ts`.
const job = workerData as FoldJob;
const { articleIds, texts, forms, folds } = job;
const training = createTraining(articleIds, texts, createConceptSpotter({ forms }), trainOptionsOf(job));
for (const fold of folds) parentPort?.postMessage({ fold, rows: training.rowsOfFold(fold) });
