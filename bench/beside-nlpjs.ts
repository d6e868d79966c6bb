import type { Brain } from '../src/service/brain.ts';
import { readOwnKnowledge } from './own-knowledge.ts';
import { createNlpjs } from './peers/nlpjs.ts';

/** Mean and 99th percentile in milliseconds. */
export interface Timed {
  readonly mean: number;
  readonly p99: number;
}

const warmUp = 200;
const rounds = 10_000;

/**
 * Times a query over all languages, once by the bot's matcher and once by nlp.js, which is trained on the same texts of the
 * project's own knowledge base: the same questions in turns, so that both meet the same load of the machine. nlp.js is told
 * the language; the bot has to find it.
 */
export async function timeBesideNlpjs(
  { analyze, rank }: Pick<Brain, 'analyze' | 'rank'>,
  questions: readonly { readonly text: string; readonly lang: string }[],
): Promise<{ readonly own: Timed; readonly nlpjs: Timed }> {
  const ask = await createNlpjs().train(await readOwnKnowledge());
  const own: number[] = [];
  const nlpjs: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const { text, lang } = questions[round % questions.length]!;
    const started = performance.now();
    rank(analyze(text));
    const between = performance.now();
    await ask(text, lang);
    const ended = performance.now();
    if (round < warmUp) continue;
    own.push(between - started);
    nlpjs.push(ended - between);
  }
  return { own: timed(own), nlpjs: timed(nlpjs) };
}

/** Sums up times in milliseconds. */
export function timed(times: readonly number[]): Timed {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
  };
}
