import { describe, expect, it } from 'vitest';
import { createScoreVector, trainCore, type Core, type CoreOptions } from '../../src/matching/core.ts';
import { countTexts } from '../../src/matching/counted-texts.ts';
import type { FeatureCounts } from '../../src/matching/features.ts';
import { createFindNearest } from '../../src/matching/nearest.ts';
import { vectorOf } from '../../src/matching/vectorizer.ts';
import { seededInt } from '../support/seeded-random.ts';

const classCount = 4;

function randomFeatures(draw: (limit: number) => number): FeatureCounts {
  const counts = (channel: number) =>
    new Map(Array.from({ length: 1 + draw(6) }, (): [number, number] => [channel * 1000 + draw(40), 1 + draw(3)]));
  return { words: counts(1), characters: counts(2), concepts: counts(3), spelling: counts(4) };
}

interface Written {
  readonly features: FeatureCounts;
  readonly label: number;
  readonly family?: string | undefined;
}

function randomExamples(seed: number): Written[] {
  const draw = seededInt(seed);
  return Array.from({ length: 30 }, () => ({ features: randomFeatures(draw), label: draw(classCount) }));
}

/** The core of all examples. */
function train(examples: readonly Written[], classes = classCount, options: CoreOptions = {}): Core {
  return trainCore(
    countTexts(examples.map(({ features }) => features)),
    examples.map(({ label, family }, text) => ({ text, label, family })),
    classes,
    options,
  );
}

/** What the core says of features. */
const score = (core: Core, features: FeatureCounts) => createScoreVector(core)(vectorOf(core.table, features));

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
    const core = train(randomExamples(seed));
    const draw = seededInt(seed + 100);
    for (let round = 0; round < 20; round += 1) {
      const query = randomFeatures(draw);
      const line = dense(core, query);
      const { margins } = score(core, query);
      for (let label = 0; label < classCount; label += 1) {
        const weights = line.map((_, at) => (core.weights[at * classCount + label] ?? 0) * (core.scale[at] ?? 0));
        expect(margins[label]).toBeCloseTo((core.bias[label] ?? NaN) + dot(line, weights), 4);
      }
    }
  });

  it.each(['squared-hinge', 'logistic'] as const)('puts its own examples where they belong (%s)', (loss) => {
    const examples = randomExamples(4);
    const core = train(examples, classCount, { loss, maxPasses: 200, tolerance: 0.01, cost: 1000 });
    for (const { features, label } of examples) {
      const { margins } = score(core, features);
      expect(margins.indexOf(Math.max(...margins))).toBe(label);
    }
  });

  it('shares each margin among the channels, with the bias left over', () => {
    const core = train(randomExamples(6));
    const { margins, byChannel } = score(core, randomFeatures(seededInt(7)));
    margins.forEach((margin, label) => {
      const parts = [0, 1, 2, 3].reduce((sum, channel) => sum + (byChannel[channel * classCount + label] ?? NaN), 0);
      expect(margin).toBeCloseTo(parts + (core.bias[label] ?? NaN), 5);
    });
  });

  it('keeps the weights to half a 127th of the largest one of their column', () => {
    const core = train(randomExamples(8));
    for (const weight of core.weights) expect(Math.abs(weight)).toBeLessThanOrEqual(127);
    core.scale.forEach((scale, column) => {
      const row = [...core.weights.slice(column * classCount, (column + 1) * classCount)].map(Math.abs);
      if (scale > 0) expect(Math.max(...row)).toBe(127);
    });
  });

  it('gives only the biases to a text without known features', () => {
    const core = train(randomExamples(9));
    const nothing: FeatureCounts = {
      words: new Map([[999_999, 1]]),
      characters: new Map(),
      concepts: new Map(),
      spelling: new Map(),
    };
    expect([...score(core, nothing).margins]).toEqual([...core.bias]);
  });

  it.each(['squared-hinge', 'logistic'] as const)(
    'trains to the same bytes for the same examples, and tells how much is done (%s)',
    (loss) => {
      const told: number[] = [];
      const first = train(randomExamples(10), classCount, { loss, onProgress: (done) => told.push(done) });
      expect(train(randomExamples(10), classCount, { loss })).toEqual(first);
      expect(told.length).toBeGreaterThan(1);
      expect(told).toEqual([...told].sort((a, b) => a - b));
      expect(told.at(-1)).toBe(1);
    },
  );
});

describe('the nearest texts of a class', () => {
  const family = (at: number) => (at % 5 === 0 ? undefined : at % 2 === 0 ? 'en' : 'es');

  it.each([4, 5])('are those with the largest cosine in the language (data %d)', (seed) => {
    const examples = randomExamples(seed);
    const core = train(examples.map((example, at) => ({ ...example, family: family(at) })));
    const query = randomFeatures(seededInt(seed + 100));
    const vector = vectorOf(core.table, query);
    const found = createFindNearest(core)(vector, [0, 1, 2, 3], 'en');
    found.forEach(({ text, cosine, centre }, label) => {
      const ofClass = examples.map((_, at) => at).filter((at) => examples[at]?.label === label && family(at));
      const inEnglish = ofClass.filter((at) => family(at) === 'en');
      const group = inEnglish.length > 0 ? inEnglish : ofClass;
      const lines = group.map((at) => dense(core, examples[at]!.features));
      const cosines = lines.map((line) => dot(dense(core, query), line));
      const mean = dense(core, query).map((_, at) => lines.reduce((sum, line) => sum + line[at]!, 0) / lines.length);
      expect(cosine).toBeCloseTo(Math.max(0, ...cosines), 4);
      if (cosine > 0) expect(group[cosines.indexOf(Math.max(...cosines))]).toBe(text);
      expect(centre).toBeCloseTo(dot(dense(core, query), mean) / Math.hypot(...mean), 4);
    });
  });

  it('are those of all languages where the class has none of this one, and never a name', () => {
    const features: FeatureCounts = {
      words: new Map([[1, 1]]),
      characters: new Map(),
      concepts: new Map(),
      spelling: new Map(),
    };
    const core = train(
      [
        { features, label: 0, family: 'es' },
        { features, label: 0 },
        { features, label: 1 },
      ],
      2,
    );
    const find = createFindNearest(core);
    const [first, second] = find(vectorOf(core.table, features), [0, 1], 'en');
    expect(first).toMatchObject({ text: 0, covered: Uint8Array.of(1) });
    expect(first!.cosine).toBeCloseTo(1, 5);
    expect(second).toMatchObject({ text: -1, cosine: 0, centre: 0 });
  });
});
