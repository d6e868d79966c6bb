import { createContrastStep, scratchBytes, type StepPlace } from './contrast-step.ts';
import { compileKernel, createKernelMemory, instantiateKernel } from './kernel.ts';
import { createPairDrawing } from './pairs.ts';
import { createNormal, createRandom } from './random.ts';
import type { TrainingSettings } from './settings.ts';
import type { TableCorpus } from './vocabulary.ts';

/** A training in memory that threads share; plain data, so that it can be sent to a worker. */
export interface SharedTraining {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly corpus: TableCorpus;
  readonly sourceWeights: readonly number[];
  readonly settings: TrainingSettings;
}

/** Bytes before the table; the first four count the steps taken. */
const preface = 64;
const deviationAtStart = 0.1;

/** Prepares a training for as many threads, with a table of random rows. */
export function createTraining(
  corpus: TableCorpus,
  sourceWeights: readonly number[],
  settings: TrainingSettings,
  threads: number,
): SharedTraining {
  const memory = createKernelMemory(
    placeOf(corpus, settings, threads).scratch, // the end of all threads' rooms
  );
  const training = { module: compileKernel(), memory, corpus, sourceWeights, settings };
  const normal = createNormal(createRandom(settings.seed));
  const table = tableOf(training);
  for (let at = 0; at < table.length; at += 1) table[at] = normal() * deviationAtStart;
  const { squareSums } = placeOf(corpus, settings, 0);
  new Float32Array(memory.buffer, squareSums, corpus.hashes.length).fill(1e-6);
  return training;
}

/** The rows trained so far, in the order of `corpus.hashes`; not a copy. */
export function tableOf({ memory, corpus, settings }: SharedTraining): Float32Array {
  return new Float32Array(memory.buffer, preface, corpus.hashes.length * settings.dimensions);
}

/**
 * Takes steps until all are taken, by this thread or others. One thread alone gives the same table for the same seed; several
 * write to the same rows without waiting for one another (Hogwild), which is as good but not repeatable.
 * `onStep` is told how many steps all have taken, and this step's loss.
 */
export function takeSteps(
  training: SharedTraining,
  thread: number,
  onStep?: (taken: number, loss: number) => void,
): void {
  const { module, memory, corpus, sourceWeights, settings } = training;
  const kernel = instantiateKernel(module, memory);
  const step = createContrastStep(kernel, memory, placeOf(corpus, settings, thread), settings);
  const draw = createPairDrawing(corpus, sourceWeights, settings, createRandom(settings.seed * 1000 + thread + 1));
  const taken = new Int32Array(memory.buffer, 0, 1);
  for (let number = Atomics.add(taken, 0, 1); number < settings.steps; number = Atomics.add(taken, 0, 1)) {
    draw(step.anchors, step.targets);
    const done = number / settings.steps;
    const loss = step.run(settings.rate + (settings.rateAtEnd - settings.rate) * done);
    onStep?.(number + 1, loss);
  }
}

function placeOf(corpus: TableCorpus, settings: TrainingSettings, thread: number): StepPlace {
  const rows = corpus.hashes.length;
  const squareSums = preface + rows * settings.dimensions * 4;
  const scratch = squareSums + rows * 4 + 64;
  return { table: preface, squareSums, scratch: scratch + thread * scratchBytes(settings) };
}
