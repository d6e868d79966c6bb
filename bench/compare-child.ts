import { readFileSync, writeFileSync } from 'node:fs';
import type { Judged } from './measures.ts';
import { peers, type PeerName } from './peers/all.ts';
import type { Ask, Peer, PeerAnswer } from './peers/peer.ts';
import { shown } from './peers/peer.ts';
import { processorMs } from './processor-time.ts';
import { samplePlaces } from './random.ts';
import { outOfScope, type Question, type QuestionSet, type Task } from './tasks.ts';

/** What one process measures: one system on one task. */
export interface CompareJob {
  readonly peer: PeerName;
  readonly task: Task;
  /** Questions of each set that a slow system is asked. */
  readonly sample: number;
}

/** What came out for one set of questions. */
export interface SetResult {
  readonly name: string;
  /** Places of the questions that were asked, ascending. */
  readonly places: readonly number[];
  readonly judged: readonly Judged[];
  /** Processor time of each question in ms. */
  readonly times: readonly number[];
}

/** What one process found. */
export interface CompareResult {
  readonly peer: Omit<Peer, 'train'>;
  /** Processor time of the training in ms. */
  readonly trainMs: number;
  /** Processor time of everything in ms. */
  readonly totalMs: number;
  readonly peakMegabytes: number;
  readonly sets: readonly SetResult[];
}

/** Asked before the clock runs, so that compilation is not measured. */
const warmUp = 100;
const slowWarmUp = 5;

async function measureJob({ peer: name, task, sample }: CompareJob): Promise<CompareResult> {
  const { train, ...peer } = await peers[name]();
  const started = processorMs();
  const ask = await train(task.knowledge);
  const trainMs = processorMs() - started;
  const check = answerChecker(peer.name, new Set(task.knowledge.entries.map(({ id }) => id)));
  const sets: SetResult[] = [];
  for (const set of task.sets) {
    const places = samplePlaces(set.questions.length, peer.isSlow ? sample : Infinity);
    sets.push(await askSet(ask, set, places, peer.isSlow ? slowWarmUp : warmUp, check));
  }
  return { peer, trainMs, totalMs: processorMs(), peakMegabytes: process.resourceUsage().maxRSS / 1024, sets };
}

async function askSet(
  ask: Ask,
  { name, questions, hidesLanguage }: QuestionSet,
  places: readonly number[],
  warm: number,
  check: (answer: PeerAnswer) => void,
): Promise<SetResult> {
  const asked = places.flatMap((place) => questions[place] ?? []);
  const answer = ({ text, lang }: Question) => ask(text, hidesLanguage ? undefined : lang);
  for (const question of asked.slice(0, warm)) await answer(question);
  const judged: Judged[] = [];
  const times: number[] = [];
  for (const question of asked) {
    const started = processorMs();
    const given = await answer(question);
    times.push(processorMs() - started);
    check(given);
    const isInScope = question.intent !== outOfScope;
    const isRight = isInScope && given.top[0]?.id === question.intent;
    judged.push({ lang: question.lang, isInScope, isRight, confidence: given.confidence });
  }
  return { name, places, judged, times };
}

/** Makes the check that an answer has the promised shape; figures of anything else would mean nothing. */
function answerChecker(name: string, ids: ReadonlySet<string>): (answer: PeerAnswer) => void {
  const isShare = (value: number) => value >= 0 && value <= 1;
  return ({ id, confidence, top }) => {
    const faults = [
      id !== null && !ids.has(id) ? `an unknown id "${id}"` : undefined,
      isShare(confidence) ? undefined : `a confidence of ${confidence}`,
      confidence === (top[0]?.confidence ?? 0) ? undefined : 'a confidence that is not that of the first candidate',
      top.length > shown ? `${top.length} candidates` : undefined,
      top.some((candidate) => !ids.has(candidate.id)) ? 'an unknown candidate' : undefined,
      new Set(top.map((candidate) => candidate.id)).size < top.length ? 'a candidate twice' : undefined,
      top.every((candidate) => isShare(candidate.confidence)) ? undefined : 'a confidence outside 0 to 1',
      top.every((candidate, place) => candidate.confidence <= (top[place - 1]?.confidence ?? 1))
        ? undefined
        : 'candidates that are not best first',
    ].filter((fault) => fault !== undefined);
    if (faults.length > 0) throw new Error(`${name} gave ${faults.join(', ')}.`);
  };
}

const [jobPath = '', resultPath = ''] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobPath, 'utf8')) as CompareJob;
writeFileSync(resultPath, JSON.stringify(await measureJob(job)));
process.exit(0);
