import { parentPort, workerData } from 'node:worker_threads';
import { takeSteps, type SharedTraining } from './trainer.ts';

// A further thread of `train-in-threads.ts`.
const { training, thread } = workerData as { training: SharedTraining; thread: number };
takeSteps(training, thread, (taken, loss) => parentPort?.postMessage({ taken, loss }));
