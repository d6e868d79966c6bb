import { describe, expect, it } from 'vitest';
import { byFrequency, toRows, type SparseRows, type SparseVector } from '../../src/matching/sparse.ts';

const vector = (entries: readonly (readonly [number, number])[]): SparseVector => ({
  columns: Uint32Array.from(entries, ([column]) => column),
  values: Float32Array.from(entries, ([, value]) => value),
});

function dense({ starts, columns, values }: SparseRows, width: number): number[][] {
  return Array.from({ length: starts.length - 1 }, (_, row) => {
    const line = new Array<number>(width).fill(0);
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) line[columns[at] ?? 0] = values[at] ?? NaN;
    return line;
  });
}

describe('sparse rows', () => {
  const first = vector([[2, 5]]);
  const both = vector([
    [0, 1],
    [3, 2],
  ]);

  it('keep the vectors in their order, empty ones too', () => {
    expect(dense(toRows([first, vector([]), both]), 4)).toEqual([
      [0, 0, 5, 0],
      [0, 0, 0, 0],
      [1, 0, 0, 2],
    ]);
  });

  it('are numbered anew by how often a column occurs, of equals the first one first', () => {
    const { rows: numbered, numberOf } = byFrequency(toRows([both, first, first]), 4);
    expect([...numberOf]).toEqual([1, 3, 0, 2]);
    expect(dense(numbered, 4)).toEqual([
      [0, 1, 2, 0],
      [5, 0, 0, 0],
      [5, 0, 0, 0],
    ]);
  });
});
