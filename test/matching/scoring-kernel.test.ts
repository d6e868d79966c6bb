import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainCore, type Core } from '../../src/matching/core.ts';
import { countTexts } from '../../src/matching/counted-texts.ts';
import type { FeatureCounts } from '../../src/matching/features.ts';
import { createFindNearest } from '../../src/matching/nearest.ts';
import { createAddRows, createAddRowsPlainly } from '../../src/matching/score-rows.ts';
import { kernelSource } from '../../src/matching/scoring-kernel-bytes.ts';
import { createScoringMemory } from '../../src/matching/scoring-memory.ts';
import { createSentenceScorer, type SentenceHead } from '../../src/matching/sentence-head.ts';
import type { SparseVector } from '../../src/matching/sparse.ts';
import { vectorOf } from '../../src/matching/vectorizer.ts';
import { projectDir } from '../../src/paths.ts';
import { seededInt, seededRandom } from '../support/seeded-random.ts';

/** Texts of so many words each, drawn from `vocabulary` ones; every third word is a group of letters. */
function coreOf(texts: number, words: number, vocabulary: number, classCount: number, seed: number): Core {
  const draw = seededInt(seed);
  const counts = (channel: number, size: number) =>
    new Map(Array.from({ length: size }, (): [number, number] => [channel * 1e6 + draw(vocabulary), 1 + draw(2)]));
  const features = Array.from({ length: texts }, (): FeatureCounts => {
    return { words: counts(1, words), characters: counts(2, words), concepts: counts(3, 2), spelling: counts(4, 2) };
  });
  const families = ['en', 'es'];
  return trainCore(
    countTexts(features),
    features.map((_, text) => ({ text, label: text % classCount, family: families[draw(2)] })),
    classCount,
    { maxPasses: 3 },
  );
}

/** A text that has every feature of the table. */
function everything({ table }: Core): SparseVector {
  const features: FeatureCounts = { words: new Map(), characters: new Map(), concepts: new Map(), spelling: new Map() };
  const names = ['words', 'characters', 'concepts', 'spelling'] as const;
  table.hashes.forEach((hash, column) =>
    (features[names[table.channel[column]!]!] as Map<number, number>).set(hash, 1),
  );
  return vectorOf(table, features);
}

describe('the scoring kernel', () => {
  it('was compiled from the source beside it', () => {
    const source = readFileSync(join(projectDir, 'src', 'matching', 'scoring-kernel', 'kernel.ts'));
    expect(createHash('sha256').update(source).digest('hex')).toBe(kernelSource);
  });

  it('keeps copies of the arrays it is given, apart from each other', () => {
    const { parts } = createScoringMemory({ first: Uint16Array.of(1, 2, 3), second: Float32Array.of(0.5, 4) });
    parts.first.fill(7);
    expect(parts).toEqual({ first: Uint16Array.of(7, 7, 7), second: Float32Array.of(0.5, 4) });
  });

  it('says so where the memory does not suffice', () => {
    const huge = {
      byteLength: 2 ** 32 - 64,
      length: 2 ** 30 - 16,
      constructor: Float32Array,
    } as unknown as Float32Array;
    expect(() => createScoringMemory({ huge })).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it.each([1, 16, 37])('adds up the weights of %d classes as plain loops do, for texts of any length', (classCount) => {
    const core = coreOf(120, 40, 900, classCount, 5);
    const vector = everything(core);
    expect(vector.columns.length).toBeGreaterThan(1024);
    const [own, plain] = [createAddRows(core)(vector), createAddRowsPlainly(core)(vector)];
    expect(own).toHaveLength(plain.length);
    own.forEach((share, at) => expect(share).toBeCloseTo(plain[at]!, 4));
  });

  it('forgets a look-up, however long the utterance was', () => {
    const core = coreOf(400, 60, 2600, 3, 12);
    const vector = everything(core);
    expect(vector.columns.length).toBeGreaterThan(4096);
    const find = createFindNearest(core);
    const asFirst = createFindNearest(core)(vector, [2, 1, 0], 'es');
    find(vector, [0, 1, 2], 'en').forEach(({ text, cosine, covered }, label) => {
      expect(core.labels[text]).toBe(label);
      expect(cosine).toBeGreaterThan(0.05);
      expect(covered).toHaveLength(vector.columns.length);
    });
    expect(find(vector, [2, 1, 0], 'es')).toEqual(asFirst);
  });

  it.each([8, 12])('finds the nearest text in meaning among vectors of %d numbers', (dimensions) => {
    const random = seededRandom(9);
    const core = coreOf(40, 5, 30, 4, 13);
    const codes = Int8Array.from({ length: 40 * dimensions }, () => Math.round(random() * 254 - 127));
    const head: SentenceHead = {
      dimensions,
      codes,
      scales: new Float32Array(40).fill(1 / 400),
      middle: new Float32Array(dimensions),
      concepts: { hashes: new Uint32Array(0), idf: new Float32Array(0), channel: new Uint8Array(0) },
      weights: new Float32Array(dimensions * 4),
      conceptWeights: new Float32Array(0),
      bias: new Float32Array(4),
    };
    const scorer = createSentenceScorer(head, core.postings);
    const vector = Float32Array.from({ length: dimensions }, () => (random() - 0.5) / Math.sqrt(dimensions));
    const sentence = { vector, concepts: { columns: new Uint32Array(0), values: new Float32Array(0) }, factor: 1 };
    const cosineOf = (text: number) =>
      vector.reduce((sum, value, at) => sum + value * codes[text * dimensions + at]!, 0) / 400;
    for (let label = 0; label < 4; label += 1) {
      const own = Array.from({ length: 40 }, (_, text) => text).filter((text) => core.labels[text] === label);
      const best = own.reduce((first, text) => (cosineOf(text) > cosineOf(first) ? text : first));
      const { text, cosine } = scorer.nearest(sentence, label);
      expect(text).toBe(best);
      expect(cosine).toBeCloseTo(cosineOf(best), 3);
    }
  });
});
