import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';

/** Programs that run in threads of their own. */
export type ProgramName = 'train-worker' | 'new-version' | 'slice-worker';

/** The built program beside the other files of `dist`, if this program is built. */
export function builtProgram(projectDir: string, name: ProgramName): string | undefined {
  const path = join(projectDir, 'dist', `${name}.js`);
  return existsSync(path) ? path : undefined;
}

/**
 * Runs a program in a thread to its end. A service that is asked to end does not wait for it. `doing` is what the thread does, in
 * the words of the message it fails with: "that cuts a model".
 */
export function runProgram(path: string, workerData: unknown, doing: string): Promise<void> {
  return new Promise((done, fail) => {
    const worker = new Worker(path, { workerData });
    worker.unref();
    worker.once('error', fail);
    worker.once('exit', (code) => {
      if (code === 0) done();
      else fail(new AppError('internal', `The thread ${doing} ended with code ${code}. Start again.`));
    });
  });
}
