import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { catalogFolders } from '../src/folders.ts';
import { projectDir } from '../src/paths.ts';
import { loadBrain } from '../src/service/catalog.ts';
import { createMemoryStore } from '../src/storage/memory/memory-store.ts';
import { think } from '../src/service/think.ts';
import { timeBesideNlpjs, timed, type Timed } from './beside-nlpjs.ts';

const { values: options } = parseArgs({ options: { 'beside-nlpjs': { type: 'boolean', default: false } } });

/** Questions of different lengths and languages; none is a phrase of the knowledge base. */
const questions = [
  { lang: 'en', text: 'landed an hour ago and the phone still says no service' },
  { lang: 'en', text: 'can you send me the bill for my company please' },
  { lang: 'es', text: 'se me acabaron los gigas a mitad de viaje, ¿qué hago?' },
  { lang: 'es', text: 'quiero que me devuelvan la plata porque no lo usé' },
  { lang: 'zh-Hans', text: '换了新手机，原来的esim怎么转过去' },
  { lang: 'zh-Hans', text: '二维码扫了没反应' },
  { lang: 'zh-Hant', text: '部電話唔見咗，可唔可以停咗張卡先' },
  { lang: 'zh-Hant', text: '請問可以開熱點給朋友用嗎' },
];

/** A cold start: process start until the first answer has come back over Direct Line, and the memory taken then. */
async function coldStart(): Promise<{ ms: number; megabytes: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'simpatico-bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, [join(projectDir, 'dist', 'cli.js'), 'serve'], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise((done) => child.once('exit', done));
  try {
    const url = await readyUrl(child.stdout);
    await firstAnswer(url);
    const ms = performance.now() - started;
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return { ms, megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024 };
  } finally {
    child.kill('SIGTERM');
    await closed;
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function readyUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The service ended before it was ready.');
}

async function firstAnswer(url: string): Promise<void> {
  const { conversationId, token } = (await post(`${url}/widget/token`, {}, undefined)) as Record<string, string>;
  await post(`${url}/v3/directline/conversations`, {}, token);
  const activities = `${url}/v3/directline/conversations/${conversationId}/activities`;
  await post(activities, { type: 'message', from: { id: 'dl_bench' }, text: questions[0]?.text }, token);
  const response = await fetch(activities, { headers: { authorization: `Bearer ${token}` } });
  const { activities: list } = (await response.json()) as { activities: unknown[] };
  if (list.length < 2) throw new Error('There was no answer.');
}

async function post(url: string, body: unknown, token: string | undefined): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** Mean and 99th percentile of a job in milliseconds, after a warm-up. */
function time(job: (index: number) => void): Timed {
  for (let index = 0; index < 200; index += 1) job(index);
  const times: number[] = [];
  for (let index = 0; index < 2000; index += 1) {
    const started = performance.now();
    job(index);
    times.push(performance.now() - started);
  }
  return timed(times);
}

async function run(): Promise<void> {
  // First run trains the model if it is missing, which is not what a start costs.
  const loadStarted = performance.now();
  const brain = await loadBrain(catalogFolders(readConfig()));
  const load = performance.now() - loadStarted;
  const cold = await coldStart();
  const question = (index: number) => questions[index % questions.length]?.text ?? '';
  const match = time((index) => void brain.rank(brain.analyze(question(index))));
  const snapshot = await createMemoryStore().load({ channel: 'bench', id: '1' });
  const turn = time((index) => {
    const message = {
      key: { channel: 'bench', id: '1' },
      externalId: '1',
      sender: { id: 'a' },
      text: question(index),
      at: 0,
    };
    think(snapshot, message, brain, { now: 0, delivery: 'none' });
  });
  const rows = [
    ['knowledge', `${brain.articles.length} entries, ${brain.languages.length} languages`],
    ['model ready', `${load.toFixed(0)} ms`],
    ['cold start to first answer', `${cold.ms.toFixed(0)} ms`],
    ['memory after the first answer', `${cold.megabytes.toFixed(0)} MB`],
    ['one match, mean / p99', shown(match)],
    ['one turn, mean / p99', shown(turn)],
  ];
  if (options['beside-nlpjs']) {
    const { own, nlpjs } = await timeBesideNlpjs(brain, questions);
    rows.push(
      ['in turns: one match, mean / p99', shown(own)],
      ['in turns: nlp.js, mean / p99', shown(nlpjs)],
      ['ratio of the means', (own.mean / nlpjs.mean).toFixed(2)],
    );
  }
  process.stdout.write(`${rows.map(([name, value]) => `${(name ?? '').padEnd(32)}${value}`).join('\n')}\n`);
}

function shown({ mean, p99 }: Timed): string {
  return `${mean.toFixed(3)} / ${p99.toFixed(3)} ms`;
}

await run();
