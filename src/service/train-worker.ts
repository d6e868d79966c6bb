import { parentPort, workerData } from 'node:worker_threads';
import { createConceptSpotter } from '../matching/concepts.ts';
import { createTraining } from '../matching/train.ts';
import { trainOptions, type FoldJob } from './train-side-by-side.ts';

// The program of the second thread of `train-side-by-side.ts`.
const { articleIds, texts, forms, folds } = workerData as FoldJob;
const training = createTraining(articleIds, texts, createConceptSpotter({ forms }), trainOptions);
for (const fold of folds) parentPort?.postMessage({ fold, rows: training.rowsOfFold(fold) });
