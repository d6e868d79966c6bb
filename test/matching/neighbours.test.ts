import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cluster, embedAll, nearest, type VectorRows } from '../../src/matching/neighbours.ts';
import { loadVectors, toUnitLength } from '../../src/matching/vectors.ts';
import { projectDir } from '../../src/paths.ts';
import { seededRandom } from '../support/seeded-random.ts';

const vectors = loadVectors(readFileSync(join(projectDir, 'models', 'vectors.bin')));

function randomRows(seed: number, count: number, dimensions: number): VectorRows {
  const random = seededRandom(seed);
  const values = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row += 1) {
    const own = values.subarray(row * dimensions, (row + 1) * dimensions);
    own.forEach((_, at) => (own[at] = random() - 0.3));
    toUnitLength(own);
  }
  return { dimensions, count, values };
}

function rowOf({ values, dimensions }: VectorRows, row: number): Float32Array {
  return values.subarray(row * dimensions, (row + 1) * dimensions);
}

function cosine(rows: VectorRows, a: number, b: number): number {
  return rowOf(rows, a).reduce((sum, value, at) => sum + value * rowOf(rows, b)[at]!, 0);
}

/** Average linkage as the textbook has it: join the two groups with the largest mean cosine, again and again. */
function naiveClusters(rows: VectorRows, threshold: number): number[][] {
  const groups = Array.from({ length: rows.count }, (_, row) => [row]);
  for (;;) {
    let best: [number, number] | undefined;
    let most = threshold;
    groups.forEach((a, i) =>
      groups.slice(0, i).forEach((b, j) => {
        const pairs = a.flatMap((x) => b.map((y) => cosine(rows, x, y)));
        const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
        if (mean > most) [best, most] = [[i, j], mean];
      }),
    );
    if (best === undefined) return groups;
    const [moved] = groups.splice(best[0], 1);
    groups[best[1]]!.push(...(moved ?? []));
  }
}

const sorted = (groups: readonly (readonly number[])[]) =>
  groups.map((group) => [...group].sort((a, b) => a - b).join(' ')).sort();

describe('nearest', () => {
  it.each([1, 2, 3])('finds what sorting all rows finds (rows %d)', (seed) => {
    const rows = randomRows(seed, 40, 6);
    const all = Array.from({ length: 40 }, (_, row) => ({ row, similarity: cosine(rows, 0, row) }));
    const expected = all.sort((a, b) => b.similarity - a.similarity).slice(0, 5);
    expect(nearest(rows, rowOf(rows, 0), 5).map(({ row }) => row)).toEqual(expected.map(({ row }) => row));
  });

  it('has no neighbours for a text of which nothing is known, and never gives such a text', () => {
    const rows = embedAll(vectors, ['', 'I need a refund', '…']);
    expect(nearest(rows, vectors.embed(''), 3)).toEqual([]);
    expect(nearest(rows, vectors.embed('refund please'), 3).map(({ row }) => row)).toEqual([1]);
  });

  it('finds a question asked before in another language', () => {
    const before = ['Wo ist mein QR-Code?', 'هل هاتفي متوافق؟', 'Quiero cambiar mi contraseña', '我忘记了密码'];
    const asked = nearest(embedAll(vectors, before), vectors.embed('Is my phone compatible?'), 1);
    expect(asked[0]?.row).toBe(1);
  });
});

describe('cluster', () => {
  it.each([1, 2, 3, 4, 5])('joins what average linkage joins, step by step (rows %d)', (seed) => {
    const rows = randomRows(seed, 24, 5);
    for (const threshold of [0.3, 0.5, 0.8]) {
      expect(sorted(cluster(rows, { threshold }).map((own) => own.rows))).toEqual(
        sorted(naiveClusters(rows, threshold)),
      );
    }
  });

  it('puts questions together by what they ask, not by their language', () => {
    const texts = [
      'I forgot my password',
      'Olvidé mi contraseña',
      '我忘记了密码',
      'Я забыл пароль',
      'Is my phone compatible?',
      'Mein Telefon ist kompatibel?',
      '내 휴대폰이 호환되나요?',
      'هل هاتفي متوافق؟',
    ];
    const found = cluster(embedAll(vectors, texts), { threshold: 0.4, smallest: 2 });
    expect(sorted(found.map((own) => own.rows))).toEqual(['0 1 2 3', '4 5 6 7']);
  });

  it('finds the same words typed twice with a high threshold, and nothing else', () => {
    const texts = ['Where is my QR code?', 'where is my qr code', 'WHERE IS MY QR CODE!!', 'Where is my invoice?'];
    const [first, ...others] = cluster(embedAll(vectors, texts), { threshold: 0.9, smallest: 2 });
    expect([...(first?.rows ?? [])].sort()).toEqual([0, 1, 2]);
    expect(first?.cohesion).toBeCloseTo(1, 4);
    expect(others).toEqual([]);
  });

  it('leaves out texts of which nothing is known, and gives the same groups every time', () => {
    const rows = embedAll(vectors, ['', 'refund', 'reembolso', '?!']);
    const found = cluster(rows);
    expect(found.flatMap((own) => own.rows).sort()).toEqual([1, 2]);
    expect(cluster(rows)).toEqual(found);
  });

  it('gives nothing for nothing', () => {
    expect(cluster({ dimensions: 4, count: 0, values: new Float32Array() })).toEqual([]);
  });
});
