import { describe, expect, it } from '@jest/globals';
import {
  byFrequency,
  selectRows,
  toRows,
  transpose,
  type SparseRows,
  type SparseVector,
} from '../../src/matching/sparse.ts';
import { seededInt } from '../support/seeded-random.ts';

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
  const rows = toRows([
    vector([[2, 5]]),
    vector([]),
    vector([
      [0, 1],
      [3, 2],
    ]),
  ]);

  it('keep the vectors in their order, empty ones too', () => {
    expect(dense(rows, 4)).toEqual([
      [0, 0, 5, 0],
      [0, 0, 0, 0],
      [1, 0, 0, 2],
    ]);
  });

  it('are selected in the order asked for', () => {
    expect(dense(selectRows(rows, [2, 0, 0]), 4)).toEqual([
      [1, 0, 0, 2],
      [0, 0, 5, 0],
      [0, 0, 5, 0],
    ]);
  });

  it('are numbered anew by how often a column occurs, of equals the first one first', () => {
    const { rows: numbered, numberOf } = byFrequency(selectRows(rows, [2, 0, 0]), 4);
    expect([...numberOf]).toEqual([1, 3, 0, 2]);
    expect(dense(numbered, 4)).toEqual([
      [0, 1, 2, 0],
      [5, 0, 0, 0],
      [5, 0, 0, 0],
    ]);
  });

  it('turn into columns like a dense matrix', () => {
    const draw = seededInt(3);
    for (let round = 0; round < 50; round += 1) {
      const width = 1 + draw(8);
      const random = Array.from({ length: draw(9) }, () =>
        vector(
          Array.from({ length: width }, (_, column) => [column, 1 + draw(9)] as const).filter(() => draw(2) === 0),
        ),
      );
      const matrix = toRows(random);
      const before = dense(matrix, width);
      const columns = Array.from({ length: width }, (_, column) => before.map((row) => row[column] ?? 0));
      expect(dense(transpose(matrix, width), random.length)).toEqual(columns);
      expect(dense(transpose(transpose(matrix, width), random.length), width)).toEqual(before);
    }
  });
});
