import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { utteranceOf } from '../src/language/analyze.ts';
import { spotNothing } from '../src/matching/concepts.ts';
import { buildIndexModel, largestTraining } from '../src/matching/index-model.ts';
import { createIndexMatcher } from '../src/matching/index-ranker.ts';
import type { Rank } from '../src/matching/matcher.ts';
import { projectDir } from '../src/paths.ts';
import { createGrowthBase } from './growth-base.ts';
import { exponent, mean, quantile } from './measures.ts';
import { trainLinear, type TrainRank } from './ours.ts';
import { processorMs } from './processor-time.ts';
import { readQuestions, type Question } from './tasks.ts';

const usage = `npm run bench:growth -- [options]

  --data FOLDER    the public sets: real entries and sentences come from their training files, and the accuracy that the
                   index ranker gives up is measured on the validation file of banking77
  --sizes LIST     entries of the bases for the index ranker (1000,10000,100000)
  --machines LIST  entries of the bases for one machine an article (100,200,400,800)`;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    sizes: { type: 'string', default: '1000,10000,100000' },
    machines: { type: 'string', default: '100,200,400,800' },
    /** Measures one base in this process and prints the figures as JSON; `kind:size`. */
    child: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const trainIndex: TrainRank = (articleIds, texts) =>
  createIndexMatcher(buildIndexModel(articleIds, texts, spotNothing), spotNothing);
const rankers = { machines: trainLinear(spotNothing), index: trainIndex } as const;
type RankerKind = keyof typeof rankers;

/** Training files whose phrases become entries and sentences. */
const realFiles = ['banking77/train', 'corpus50/en.train', 'xsid/en.val'];

/** Figures of one base. */
interface Figures {
  readonly size: number;
  readonly texts: number;
  readonly trainMs: number;
  readonly megabytes: number;
  readonly meanMs: number;
  readonly p99Ms: number;
  readonly right: number;
}

function measureBase(kind: RankerKind, size: number): Figures {
  const files = options.data === undefined ? [] : realFiles;
  const real = files.flatMap((file) => readQuestions(join(options.data ?? '', `${file}.jsonl`)));
  const base = createGrowthBase(
    size,
    real.filter(({ intent }) => intent !== 'oos'),
  );
  const started = processorMs();
  const rank = train(kind, base.ids, base.phrases);
  const trainMs = processorMs() - started;
  const { right, times } = ask(rank, base.questions);
  return {
    size,
    texts: base.phrases.length,
    trainMs,
    megabytes: process.resourceUsage().maxRSS / 1024,
    meanMs: mean(times),
    p99Ms: quantile(times, 0.99),
    right,
  };
}

function train(kind: RankerKind, ids: readonly string[], phrases: readonly Question[]): Rank {
  return rankers[kind](
    ids,
    phrases.map(({ text, intent }) => ({ text, language: 'en', articleId: intent })),
  );
}

function ask(rank: Rank, questions: readonly Question[]): { right: number; times: number[] } {
  for (const { text } of questions.slice(0, 200)) rank(utteranceOf(text, 'en'));
  const times: number[] = [];
  let right = 0;
  for (const { text, intent } of questions) {
    const started = processorMs();
    const [best] = rank(utteranceOf(text, 'en'));
    times.push(processorMs() - started);
    if (best?.articleId === intent) right += 1;
  }
  return { right: right / questions.length, times };
}

/** Each base in a process of its own, so that the memory is its own. */
function inOwnProcess(kind: RankerKind, size: number): Figures {
  const data = options.data === undefined ? [] : ['--data', options.data];
  const program = join(projectDir, 'dist', 'growth.js');
  const args = ['--max-old-space-size=12000', program, '--child', `${kind}:${size}`, ...data];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output) as Figures;
}

function printGrowth(title: string, figures: readonly Figures[]): void {
  print(`\n${title}; processor time`);
  print('entries   texts    train s   memory MB   mean ms   p99 ms   right %');
  for (const { size, texts, trainMs, megabytes, meanMs, p99Ms, right } of figures) {
    print(
      `${String(size).padStart(7)} ${String(texts).padStart(7)} ${(trainMs / 1000).toFixed(2).padStart(10)} ${megabytes.toFixed(0).padStart(11)} ${meanMs.toFixed(2).padStart(9)} ${p99Ms.toFixed(2).padStart(8)} ${(100 * right).toFixed(1).padStart(9)}`,
    );
  }
  const slope = (cost: (one: Figures) => number) =>
    exponent(figures.map((one) => ({ size: one.size, cost: cost(one) }))).toFixed(2);
  if (figures.length < 2) return;
  print(
    `exponent       ${slope((f) => f.trainMs).padStart(11)} ${slope((f) => f.megabytes).padStart(11)} ${slope((f) => f.meanMs).padStart(9)} ${slope((f) => f.p99Ms).padStart(8)}`,
  );
}

/** What the index ranker gives up where both can be trained; on validation lines, never on a test file. */
function printLoss(folder: string): void {
  const read = (name: string) => readQuestions(join(folder, 'banking77', `${name}.jsonl`));
  const questions = read('dev');
  const asked = new Set(questions.map(({ text }) => text));
  print('\nbanking77, validation file: right %, and seconds of processor time to train');
  print('texts                machines             index');
  for (const name of ['train_5shot_s0', 'train_10shot_s0', 'train_30shot_s0', 'dev_train']) {
    const phrases = read(name).filter(({ text }) => !asked.has(text));
    const ids = [...new Set(phrases.map(({ intent }) => intent))];
    const cells = (['machines', 'index'] as const).map((kind) => {
      const started = processorMs();
      const rank = train(kind, ids, phrases);
      const seconds = (processorMs() - started) / 1000;
      return `${(100 * ask(rank, questions).right).toFixed(1)} (${seconds.toFixed(1)} s)`;
    });
    print(
      `${name.padEnd(15)}${String(phrases.length).padStart(6)}   ${cells.map((cell) => cell.padEnd(18)).join('  ')}`,
    );
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sizesOf(list: string): number[] {
  const sizes = list
    .split(',')
    .filter((size) => size !== '')
    .map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes;
  throw new Error(`"${list}" is no list of sizes like 1000,10000.`);
}

const [kind = '', size = ''] = options.child?.split(':') ?? [];
if (options.help) print(usage);
else if (Object.hasOwn(rankers, kind)) print(JSON.stringify(measureBase(kind as RankerKind, Number(size))));
else {
  print(
    `${cpus().length} cores, node ${process.versions.node}; ${options.data === undefined ? 'generated text only' : 'real entries first'}`,
  );
  const machines = sizesOf(options.machines).map((entries) => inOwnProcess('machines', entries));
  printGrowth(`One machine an article (sensible up to ${largestTraining} articles × texts)`, machines);
  printGrowth(
    'Index',
    sizesOf(options.sizes).map((entries) => inOwnProcess('index', entries)),
  );
  if (options.data !== undefined) printLoss(options.data);
}
