import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { createTraining } from '../matching/train.ts';
import { adaptAndEmbed, trainOptions, type HelperMessage, type PartsJob, type TrainJob } from './train-side-by-side.ts';

// The program of the second thread of `train-side-by-side.ts`.
const job = workerData as TrainJob;
const port = parentPort!;
const tell = (message: HelperMessage) => port.postMessage(message);

const vectors = adaptAndEmbed(job);
const asked = once(port, 'message') as Promise<[PartsJob]>;
tell({ kind: 'vectors', vectors });
const [{ read, folds }] = await asked;
const training = createTraining(job.articleIds, job.texts, read, { ...trainOptions, vectors: vectors?.rows });
tell({ kind: 'head', head: training.head() });
for (const fold of folds) tell({ kind: 'fold', fold, rows: training.rowsOfFold(fold) });
