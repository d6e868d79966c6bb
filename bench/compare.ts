import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectDir } from '../src/paths.ts';
import type { CompareJob, CompareResult } from './compare-child.ts';
import { pageOf, type Measured } from './compare-page.ts';
import { readOwnKnowledge, withoutLanguages } from './own-knowledge.ts';
import { peerNames, type PeerName } from './peers/all.ts';
import { publicNames, readPublicTask, readQuestions, type Task } from './tasks.ts';

const usage = `npm run bench:peers -- [options]

  --data FOLDER     the public sets (one folder a set, lines {"text","intent","lang"})
  --dev FOLDER      labelled messages (one .jsonl a language), asked of the project's own knowledge base
  --without LANGS   ask the messages of these languages also with their phrases left out: es,zh-Hans (together: zh-Hans+zh-Hant)
  --tasks NAMES     only these public sets, separated by semicolons
  --peers NAMES     only these systems: ${peerNames.join(',')}
  --quick           the short public sets and a small sample for slow systems
  --sample N        questions a slow system is asked (400; quick 60)
  --timeout S       seconds one system may take for one task (1200; quick 150)
  --out FILE        where the tables go (bench/RESULTS.md)

The project has no labelled messages of its own and no copy of the public sets: give at least one of the folders.`;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    dev: { type: 'string' },
    without: { type: 'string', default: '' },
    tasks: { type: 'string' },
    peers: { type: 'string', default: peerNames.join(',') },
    quick: { type: 'boolean', default: false },
    sample: { type: 'string' },
    timeout: { type: 'string' },
    out: { type: 'string', default: join(projectDir, 'bench', 'RESULTS.md') },
    help: { type: 'boolean', default: false },
  },
});

const sample = Number(options.sample ?? (options.quick ? 60 : 400));
const timeoutMs = 1000 * Number(options.timeout ?? (options.quick ? 150 : 1200));

async function run(): Promise<void> {
  if (options.help || (options.data === undefined && options.dev === undefined)) {
    process.stdout.write(`${usage}\n`);
    process.exitCode = options.help ? 0 : 2;
    return;
  }
  const chosen = chosenPeers();
  const folder = await mkdtemp(join(tmpdir(), 'simpatico-peers-'));
  const measured: Measured[] = [];
  try {
    for (const task of [...(await ownTasks()), ...publicTasks()]) {
      for (const peer of chosen) {
        // The glossary is about one domain.
        if (peer === 'shipped' && !task.name.startsWith('own')) continue;
        const outcome = await inOwnProcess(folder, { peer, task, sample });
        measured.push({ task, peer, ...outcome });
        process.stderr.write(`${task.name}: ${peer} ${outcome.reason ?? 'measured'}\n`);
      }
      // After each task, so that a run that is broken off has something to show.
      writeFileSync(options.out, pageOf(measured, { command: command(), sample }));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  process.stdout.write(readFileSync(options.out, 'utf8'));
}

function chosenPeers(): PeerName[] {
  const asked = options.peers.split(',');
  const unknown = asked.filter((name) => !peerNames.some((known) => known === name));
  if (unknown.length > 0) throw new Error(`There is no "${unknown.join(', ')}". Systems: ${peerNames.join(',')}.`);
  return peerNames.filter((name) => asked.includes(name));
}

function publicTasks(): Task[] {
  const folder = options.data;
  if (folder === undefined) return [];
  const names = options.tasks?.split(';').map((name) => name.trim()) ?? publicNames(options.quick);
  return names.map((name) => readPublicTask(folder, name));
}

async function ownTasks(): Promise<Task[]> {
  const folder = options.dev;
  if (folder === undefined) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const questions = files.sort().flatMap((name) => readQuestions(join(folder, name)));
  const knowledge = await readOwnKnowledge();
  const name = 'own knowledge';
  const whole: Task = {
    name,
    about: `${knowledge.entries.length} entries of eSIM support; labelled messages in ${files.length} languages, language told`,
    knowledge,
    sets: [{ name, questions, hidesLanguage: false }],
  };
  const reduced = options.without.split(',').filter((group) => group !== '');
  return [
    whole,
    ...reduced.map((group): Task => {
      const languages = group.split('+');
      const own = questions.filter(({ lang }) => languages.includes(lang));
      if (own.length === 0) throw new Error(`--without ${group}: there are no messages in that language.`);
      const groupName = `${name} without ${languages.join(' and ')}`;
      return {
        name: groupName,
        about: `the phrases of ${languages.join(' and ')} left out for all, and only messages in ${languages.join(' and ')}`,
        knowledge: withoutLanguages(knowledge, languages),
        sets: [{ name: groupName, questions: own, hidesLanguage: false }],
      };
    }),
  ];
}

type ChildOutcome =
  | { readonly result: CompareResult; readonly reason?: undefined }
  | { readonly result?: undefined; readonly reason: string };

/** Measures in a process of its own, so that time and memory are its own. */
async function inOwnProcess(folder: string, job: CompareJob): Promise<ChildOutcome> {
  const jobPath = join(folder, 'job.json');
  const resultPath = join(folder, 'result.json');
  writeFileSync(jobPath, JSON.stringify(job));
  await rm(resultPath, { force: true });
  const child = spawn(process.execPath, [join(projectDir, 'dist', 'compare-child.js'), jobPath, resultPath], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearTimeout(timer);
  if (isOver) return { reason: `not measured: over ${timeoutMs / 1000} s` };
  if (code !== 0) return { reason: `not measured: ended with code ${code}` };
  return { result: JSON.parse(readFileSync(resultPath, 'utf8')) as CompareResult };
}

/** The command to repeat the run; folders differ from machine to machine. */
function command(): string {
  const flags = [
    options.quick ? '--quick' : '',
    options.data === undefined ? '' : '--data <folder of the public sets>',
    options.dev === undefined ? '' : '--dev <folder of labelled messages>',
    options.without === '' ? '' : `--without ${options.without}`,
    options.tasks === undefined ? '' : `--tasks "${options.tasks}"`,
    options.peers === peerNames.join(',') ? '' : `--peers ${options.peers}`,
    options.sample === undefined ? '' : `--sample ${options.sample}`,
    options.timeout === undefined ? '' : `--timeout ${options.timeout}`,
  ];
  return ['npm run bench:peers --', ...flags.filter((flag) => flag !== '')].join(' ');
}

await run();
