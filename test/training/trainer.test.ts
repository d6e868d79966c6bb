import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadVectors } from '../../src/matching/vectors.ts';
import { visitVectorFeatures } from '../../src/matching/vector-features.ts';
import { projectDir } from '../../src/paths.ts';
import { buildCorpus } from '../../training/corpus.ts';
import { packVectors } from '../../training/pack-vectors.ts';
import type { Segment } from '../../training/segments.ts';
import { defaultSettings, type TrainingSettings } from '../../training/settings.ts';
import { createTraining, tableOf, takeSteps } from '../../training/trainer.ts';
import type { TrainedTable } from '../../training/table-file.ts';
import { chooseVocabulary } from '../../training/vocabulary.ts';
import { seededInt } from '../support/seeded-random.ts';

const wordCount = 60;
const letters = { en: 'abdegiklmnoprstu', ru: 'абвгдежзиклмнопр', zh: '' } as const;

/** Word `number` of a made-up language: letters drawn for it alone, or two Chinese characters. */
function wordOf(language: keyof typeof letters, number: number): string {
  if (language === 'zh') return String.fromCharCode(0x4e00 + number * 7, 0x5e00 + number * 5);
  const draw = seededInt(number * 31 + language.length + language.charCodeAt(0));
  return Array.from({ length: 7 }, () => letters[language][draw(16)]).join('');
}

function sentence(language: keyof typeof letters, words: readonly number[]): string {
  return words.map((number) => wordOf(language, number)).join(language === 'zh' ? '' : ' ');
}

/** Sentences of three words each, the same in all three languages. */
function segments(seed: number, count: number): Segment[] {
  const draw = seededInt(seed);
  return Array.from({ length: count }, (_, key) => {
    const words = Array.from({ length: 3 }, () => draw(wordCount));
    const texts = { en: sentence('en', words), ru: sentence('ru', words), zh: sentence('zh', words) };
    return { key: String(key), texts };
  });
}

const settings: TrainingSettings = { ...defaultSettings, dimensions: 16, batch: 32, steps: 150 };

function train(own: TrainingSettings): TrainedTable {
  const corpus = chooseVocabulary(buildCorpus([{ weight: 1, segments: segments(1, 400) }]), [1], 3000);
  const training = createTraining(corpus, [1], own, 1);
  takeSteps(training, 0);
  return {
    settings: own,
    sources: [],
    languages: ['en', 'ru', 'zh'],
    hashes: corpus.hashes,
    rows: tableOf(training).slice(),
  };
}

describe('the training of sentence vectors', () => {
  const table = train(settings);
  const vectors = loadVectors(packVectors(table, {}));

  it('learns to find translations of sentences it never saw', () => {
    const unseen = segments(2, 40);
    const targets = unseen.map(({ texts }) => vectors.embed(texts['zh'] ?? ''));
    const hits = unseen.filter(({ texts }, number) => {
      const own = vectors.embed(texts['ru'] ?? '');
      const cosines = targets.map((target) => target.reduce((sum, value, at) => sum + value * own[at]!, 0));
      return cosines.indexOf(Math.max(...cosines)) === number;
    });
    expect(hits.length / unseen.length).toBeGreaterThan(0.8);
  });

  it('gives the same bytes for the same seed in one thread, and others for another seed', () => {
    const packed = Buffer.from(packVectors(table, {}));
    expect(packed.equals(packVectors(train(settings), {}))).toBe(true);
    expect(packed.equals(packVectors(train({ ...settings, seed: 2 }), {}))).toBe(false);
  });

  it('takes steps that lower the loss', () => {
    const corpus = chooseVocabulary(buildCorpus([{ weight: 1, segments: segments(1, 400) }]), [1], 3000);
    const losses: number[] = [];
    takeSteps(createTraining(corpus, [1], settings, 1), 0, (_, loss) => losses.push(loss));
    expect(losses).toHaveLength(settings.steps);
    expect(losses[0]).toBeGreaterThan(2);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
  });

  it('is packed so that what is read is what was trained, but for rounding', () => {
    const rowOf = new Map([...table.hashes].map((hash, row) => [hash, row]));
    for (const { texts } of segments(3, 20)) {
      const text = texts['en'] ?? '';
      const exact = new Float64Array(settings.dimensions);
      visitVectorFeatures(text, (hash) => {
        const row = rowOf.get(hash);
        if (row !== undefined) exact.forEach((_, at) => (exact[at]! += table.rows[row * settings.dimensions + at]!));
      });
      const packed = vectors.embed(text);
      const cosine = packed.reduce((sum, value, at) => sum + value * exact[at]!, 0) / Math.hypot(...exact);
      expect(cosine).toBeGreaterThan(0.98);
    }
  });

  it('keeps at most as many features as asked for, of each kind its share', () => {
    const counted = buildCorpus([{ weight: 1, segments: segments(1, 400) }]);
    const few = chooseVocabulary(counted, [1], 100);
    expect(few.hashes.length).toBeLessThanOrEqual(100);
    expect(few.hashes.length).toBeGreaterThan(80);
    expect(Math.max(...few.features)).toBeLessThan(few.hashes.length);
  });

  it('runs the kernel that was compiled from the source beside it', () => {
    const folder = join(projectDir, 'training', 'kernel');
    const { sha256 } = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { sha256: string };
    const source = readFileSync(join(folder, 'kernel.ts'));
    expect(createHash('sha256').update(source).digest('hex')).toBe(sha256);
  });
});
