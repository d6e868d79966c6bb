import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createConceptSpotter } from '../../src/matching/concepts.ts';
import { packModel, unpackModel } from '../../src/matching/serialize.ts';
import { trainModel, type TrainingText } from '../../src/matching/train.ts';
import { projectDir } from '../../src/paths.ts';
import { builtProgram } from '../../src/service/built-program.ts';
import { trainOptions, trainSideBySide, type TrainJob } from '../../src/service/train-side-by-side.ts';
import { ownForms } from '../support/own-forms.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** Enough texts for a second thread: six articles that share most of their words, in two languages as a knowledge base is. */
function job(): TrainJob {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const common = ['my', 'phone', 'the', 'is', 'not', 'why', 'esim', 'please', 'still', 'today'];
  const own = ['signal', 'refund', 'invoice', 'top', 'lost', 'hotspot'];
  const articleIds = own.map((word) => `about-${word}`);
  const texts = Array.from({ length: 2100 }, (_, index): TrainingText => {
    const article = index % own.length;
    const words = [pick(common), own[article] ?? '', pick(common), pick(own), pick(common), String(index % 37)];
    const language = index % 4 < 2 ? 'en' : 'es';
    return { text: words.join(' '), language, articleId: articleIds[article] ?? '' };
  });
  return { articleIds, texts, forms: [['refund', 'refund']] };
}

const inOne = ({ articleIds, texts, forms }: TrainJob) =>
  trainModel(articleIds, texts, createConceptSpotter({ forms }), trainOptions);

describe('training in two threads', () => {
  it('gives the same bytes as training in one, with what the glossary changed in the vectors', async () => {
    const vectors = readFileSync(join(projectDir, 'models', 'vectors.bin'));
    const all: TrainJob = { ...job(), forms: ownForms(24), vectors };
    const worker = builtProgram(projectDir, 'train-worker');
    expect(worker).toBeDefined();
    const told: number[] = [];
    const bytes = packModel(await trainSideBySide(all, worker, (done) => told.push(done)));
    expect(Buffer.from(packModel(await trainSideBySide(all, undefined))).equals(bytes)).toBe(true);
    expect(unpackModel(bytes).changes?.rows.length).toBeGreaterThan(0);
    expect(told.at(-1)).toBe(1);
  });

  it('does without a second thread where there is no built program', async () => {
    const { articleIds, texts, forms } = job();
    const few = { articleIds, texts: texts.slice(0, 120), forms };
    const model = await trainSideBySide(few, undefined);
    expect(packModel(model)).toEqual(packModel(inOne(few)));
  });

  it('fails when the second thread does', async () => {
    await expect(trainSideBySide(job(), join(projectDir, 'dist', 'no-such-program.js'))).rejects.toThrow();
  });
});
