import { describe, expect, it } from '@jest/globals';
import { scoreCore, trainCore, type Core, type Example } from '../../src/matching/core.ts';
import type { FeatureCounts } from '../../src/matching/features.ts';
import { vectorOf } from '../../src/matching/vectorizer.ts';
import { seededInt } from '../support/seeded-random.ts';

const classCount = 4;

function randomFeatures(draw: (limit: number) => number): FeatureCounts {
  const counts = (channel: number) =>
    new Map(Array.from({ length: 1 + draw(6) }, (): [number, number] => [channel * 1000 + draw(40), 1 + draw(3)]));
  return { words: counts(1), characters: counts(2), concepts: counts(3) };
}

function randomExamples(seed: number): Example[] {
  const draw = seededInt(seed);
  return Array.from({ length: 30 }, () => ({ features: randomFeatures(draw), label: draw(classCount) }));
}

/** A vector written out over all columns. */
function dense(core: Core, features: FeatureCounts): number[] {
  const { columns, values } = vectorOf(core.table, features);
  const line = new Array<number>(core.table.hashes.length).fill(0);
  columns.forEach((column, at) => (line[column] = values[at] ?? NaN));
  return line;
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe('the linear core', () => {
  it.each([1, 2, 3])('scores like a dense matrix of its own weights (data %d)', (seed) => {
    const core = trainCore(randomExamples(seed), classCount);
    const draw = seededInt(seed + 100);
    for (let round = 0; round < 20; round += 1) {
      const query = randomFeatures(draw);
      const line = dense(core, query);
      const { margins } = scoreCore(core, query);
      for (let label = 0; label < classCount; label += 1) {
        const weights = line.map((_, at) => (core.weights[at * classCount + label] ?? 0) * (core.scale[at] ?? 0));
        expect(margins[label]).toBeCloseTo((core.bias[label] ?? NaN) + dot(line, weights), 4);
      }
    }
  });

  it.each([4, 5])('finds the cosine with every training text (data %d)', (seed) => {
    const examples = randomExamples(seed);
    const core = trainCore(examples, classCount);
    const query = randomFeatures(seededInt(seed + 100));
    const { cosines } = scoreCore(core, query);
    examples.forEach(({ features }, at) => {
      expect(cosines[at]).toBeCloseTo(dot(dense(core, query), dense(core, features)), 4);
    });
  });

  it('shares each margin among the channels, with the bias left over', () => {
    const core = trainCore(randomExamples(6), classCount);
    const { margins, byChannel } = scoreCore(core, randomFeatures(seededInt(7)));
    margins.forEach((margin, label) => {
      const parts = [0, 1, 2].reduce((sum, channel) => sum + (byChannel[channel * classCount + label] ?? NaN), 0);
      expect(margin).toBeCloseTo(parts + (core.bias[label] ?? NaN), 5);
    });
  });

  it('keeps the weights to half a 127th of the largest one of their column', () => {
    const core = trainCore(randomExamples(8), classCount);
    for (const weight of core.weights) expect(Math.abs(weight)).toBeLessThanOrEqual(127);
    core.scale.forEach((scale, column) => {
      const row = [...core.weights.slice(column * classCount, (column + 1) * classCount)].map(Math.abs);
      if (scale > 0) expect(Math.max(...row)).toBe(127);
    });
  });

  it('gives only the biases to a text without known features', () => {
    const core = trainCore(randomExamples(9), classCount);
    const nothing: FeatureCounts = { words: new Map([[999_999, 1]]), characters: new Map(), concepts: new Map() };
    expect([...scoreCore(core, nothing).margins]).toEqual([...core.bias]);
  });

  it('trains to the same bytes for the same examples, and tells of each class that is done', () => {
    const done: number[] = [];
    const first = trainCore(randomExamples(10), classCount, { onClass: (count) => done.push(count) });
    expect(trainCore(randomExamples(10), classCount)).toEqual(first);
    expect(done).toEqual([1, 2, 3, 4]);
  });
});
