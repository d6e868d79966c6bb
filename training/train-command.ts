import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCorpus } from './corpus.ts';
import { createProgressBar } from './progress.ts';
import { readSegments } from './segments.ts';
import { defaultSettings, type TrainingSettings } from './settings.ts';
import { textSources } from './sources.ts';
import { writeTable } from './table-file.ts';
import { createTraining, tableOf } from './trainer.ts';
import { trainInThreads } from './train-in-threads.ts';
import { chooseVocabulary } from './vocabulary.ts';

/** What `vectors:train` is told. */
export interface TrainOptions {
  /** Folder of segments. */
  readonly segments: string;
  /** File to write. */
  readonly out: string;
  /** Rows of the table at most. */
  readonly rows: number;
  readonly threads: number;
  readonly settings: Partial<TrainingSettings>;
}

/** Trains a table from a folder of segments and writes it to a file. */
export async function trainCommand(options: TrainOptions, workerPath: string): Promise<void> {
  const settings = { ...defaultSettings, ...options.settings };
  const reading = createProgressBar('Reading texts', process.stderr);
  const counted = buildCorpus(
    textSources.map(({ name, weight }, number) => {
      reading(number / textSources.length, name);
      return { weight, segments: readSegments(options.segments, name) };
    }),
  );
  reading(1, `${counted.segmentStarts.length - 1} segments`);
  const weights = textSources.map((source) => source.weight);
  const corpus = chooseVocabulary(counted, weights, options.rows);
  const training = createTraining(corpus, weights, settings, options.threads);
  const bar = createProgressBar('Training', process.stderr);
  let mean = 0;
  await trainInThreads(training, options.threads, workerPath, (taken, loss) => {
    mean = mean === 0 ? loss : mean * 0.98 + loss * 0.02;
    bar(taken / settings.steps, `step ${taken}, loss ${mean.toFixed(3)}`);
  });
  const packages = packagesOf(options.segments);
  const sources = textSources.map(({ name, title, licence }, number) => ({
    name: title,
    licence,
    packages: packages[name] ?? [],
    segments: corpus.sourceStarts[number + 1]! - corpus.sourceStarts[number]!,
  }));
  const languages = [...corpus.languages].sort();
  writeTable(options.out, { settings, sources, languages, hashes: corpus.hashes, rows: tableOf(training).slice() });
}

/** Packages and versions of each source, as the gathering wrote them down beside the segments. */
function packagesOf(folder: string): Record<string, readonly string[]> {
  const path = join(folder, 'packages.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>) : {};
}
