/** Rows of numbers that are mostly zero, row after row (compressed sparse rows). */
export interface SparseRows {
  /** Start of each row in `columns` and `values`; one more than there are rows. */
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** One sparse vector. */
export interface SparseVector {
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** Puts vectors together as rows. */
export function toRows(vectors: readonly SparseVector[]): SparseRows {
  const starts = new Uint32Array(vectors.length + 1);
  vectors.forEach((vector, row) => {
    starts[row + 1] = (starts[row] ?? 0) + vector.columns.length;
  });
  const total = starts[vectors.length] ?? 0;
  const columns = new Uint32Array(total);
  const values = new Float32Array(total);
  vectors.forEach((vector, row) => {
    columns.set(vector.columns, starts[row]);
    values.set(vector.values, starts[row]);
  });
  return { starts, columns, values };
}

/**
 * The same rows with the columns numbered by how often they occur, most first, and the new number of each old one. What is
 * kept by column then has its much used part in one small place, which the processor's cache holds.
 */
export function byFrequency(
  { starts, columns, values }: SparseRows,
  columnCount: number,
): { readonly rows: SparseRows; readonly numberOf: Uint32Array } {
  const frequency = new Uint32Array(columnCount);
  for (const column of columns) frequency[column]! += 1;
  // Counting sort: `next` is where the next column of a frequency goes.
  const next = new Uint32Array(frequency.reduce((most, count) => Math.max(most, count), 0) + 1);
  for (const count of frequency) next[count]! += 1;
  let before = 0;
  for (let count = next.length - 1; count >= 0; count -= 1) {
    const own = next[count]!;
    next[count] = before;
    before += own;
  }
  const numberOf = frequency.map((count) => next[count]!++);
  return { rows: { starts, columns: columns.map((column) => numberOf[column]!), values }, numberOf };
}
