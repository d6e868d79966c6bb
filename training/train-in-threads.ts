import { Worker } from 'node:worker_threads';
import { takeSteps, type SharedTraining } from './trainer.ts';

/**
 * Runs a training to its end: here with one thread (repeatable), else in `threads` workers made from the built file
 * `workerPath`. `onStep` is told how many steps are taken, and the loss of the last.
 */
export async function trainInThreads(
  training: SharedTraining,
  threads: number,
  workerPath: string,
  onStep: (taken: number, loss: number) => void,
): Promise<void> {
  if (threads === 1) {
    takeSteps(training, 0, onStep);
    return;
  }
  const running = Array.from({ length: threads }, (_, thread) => {
    const worker = new Worker(workerPath, { workerData: { training, thread } });
    worker.on('message', ({ taken, loss }: { taken: number; loss: number }) => onStep(taken, loss));
    return new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Thread ${thread} ended early.`))));
    });
  });
  await Promise.all(running);
}
