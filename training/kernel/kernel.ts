// AssemblyScript, compiled to WebAssembly when the training starts: TypeScript's look, four numbers of single precision at a
// time. Addresses and strides are in bytes, counts in numbers; dimensions and batches are multiples of eight.

/** c = a · b, where b lies packed as panels: eight columns of all `inner` rows, then the next eight. */
export function multiply(
  a: usize,
  aRow: usize,
  aColumn: usize,
  panels: usize,
  c: usize,
  cRow: usize,
  rows: u32,
  inner: u32,
  columns: u32,
): void {
  for (let row: u32 = 0; row < rows; row += 4) {
    const first = a + row * aRow;
    let panel = panels;
    for (let column: u32 = 0; column < columns; column += 8) {
      let s00 = f32x4.splat(0);
      let s01 = s00;
      let s10 = s00;
      let s11 = s00;
      let s20 = s00;
      let s21 = s00;
      let s30 = s00;
      let s31 = s00;
      let at = first;
      for (let step: u32 = 0; step < inner; step += 1) {
        const left = v128.load(panel);
        const right = v128.load(panel, 16);
        panel += 32;
        const x0 = v128.load32_splat(at);
        s00 = f32x4.add(s00, f32x4.mul(x0, left));
        s01 = f32x4.add(s01, f32x4.mul(x0, right));
        const x1 = v128.load32_splat(at + aRow);
        s10 = f32x4.add(s10, f32x4.mul(x1, left));
        s11 = f32x4.add(s11, f32x4.mul(x1, right));
        const x2 = v128.load32_splat(at + 2 * aRow);
        s20 = f32x4.add(s20, f32x4.mul(x2, left));
        s21 = f32x4.add(s21, f32x4.mul(x2, right));
        const x3 = v128.load32_splat(at + 3 * aRow);
        s30 = f32x4.add(s30, f32x4.mul(x3, left));
        s31 = f32x4.add(s31, f32x4.mul(x3, right));
        at += aColumn;
      }
      let to = c + row * cRow + (column << 2);
      v128.store(to, s00);
      v128.store(to, s01, 16);
      to += cRow;
      v128.store(to, s10);
      v128.store(to, s11, 16);
      to += cRow;
      v128.store(to, s20);
      v128.store(to, s21, 16);
      to += cRow;
      v128.store(to, s30);
      v128.store(to, s31, 16);
    }
  }
}

/** Packs `rows` rows of `inner` numbers as the panels of their transpose, for products of rows with rows. */
export function packTransposed(from: usize, rows: u32, inner: u32, panels: usize): void {
  for (let row: u32 = 0; row < rows; row += 1) {
    let to = panels + (((row & ~7) * inner + (row & 7)) << 2);
    for (let step: u32 = 0; step < inner; step += 1) {
      f32.store(to, f32.load(from));
      from += 4;
      to += 32;
    }
  }
}

/** Packs a matrix of `inner` rows and `columns` columns as panels. */
export function pack(from: usize, inner: u32, columns: u32, panels: usize): void {
  for (let step: u32 = 0; step < inner; step += 1) {
    for (let column: u32 = 0; column < columns; column += 8) {
      const to = panels + ((column * inner + (step << 3)) << 2);
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += 32;
    }
  }
}

/** sum = the rows of the table named by `ids`, added up. */
export function sumRows(table: usize, ids: usize, count: u32, rowBytes: usize, sum: usize): void {
  memory.fill(sum, 0, rowBytes);
  for (let index: u32 = 0; index < count; index += 1) {
    const row = table + <usize>load<u32>(ids + (index << 2)) * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      v128.store(sum + at, f32x4.add(v128.load(sum + at), v128.load(row + at)));
    }
  }
}

/**
 * One step of row-wise Adagrad on the rows named by `ids`: each row's own sum of squares grows by `squares`, and the row goes
 * against the gradient by rate / √sum.
 */
export function descend(
  table: usize,
  squareSums: usize,
  ids: usize,
  count: u32,
  rowBytes: usize,
  gradient: usize,
  squares: f32,
  rate: f32,
): void {
  for (let index: u32 = 0; index < count; index += 1) {
    const id = <usize>load<u32>(ids + (index << 2));
    const sumAt = squareSums + (id << 2);
    const sum = f32.load(sumAt) + squares;
    f32.store(sumAt, sum);
    const step = f32x4.splat(rate / sqrt<f32>(sum));
    const row = table + id * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      v128.store(row + at, f32x4.sub(v128.load(row + at), f32x4.mul(step, v128.load(gradient + at))));
    }
  }
}

/** Turns each cell x into e^(factor · x), and adds up rows and columns. |factor · x| stays below 80. */
export function exponentiate(
  cells: usize,
  rows: u32,
  columns: u32,
  factor: f32,
  rowSums: usize,
  columnSums: usize,
): void {
  const toBinary = f32x4.splat(factor * <f32>1.4426950408889634);
  memory.fill(columnSums, 0, columns << 2);
  for (let row: u32 = 0; row < rows; row += 1) {
    let total = f32x4.splat(0);
    for (let at: usize = 0; at < columns << 2; at += 16) {
      const power = f32x4.mul(v128.load(cells), toBinary);
      const whole = f32x4.nearest(power);
      const value = f32x4.mul(powerOfTwo(f32x4.sub(power, whole)), powerOfTwoWhole(whole));
      v128.store(cells, value);
      cells += 16;
      total = f32x4.add(total, value);
      v128.store(columnSums + at, f32x4.add(v128.load(columnSums + at), value));
    }
    const sum =
      f32x4.extract_lane(total, 0) +
      f32x4.extract_lane(total, 1) +
      f32x4.extract_lane(total, 2) +
      f32x4.extract_lane(total, 3);
    f32.store(rowSums + (row << 2), sum);
  }
}

/** 2^x for x between −½ and ½, to 2·10⁻⁷: the series of e^(x ln 2). */
function powerOfTwo(x: v128): v128 {
  let value = f32x4.splat(0.00015403530393381608);
  value = f32x4.add(f32x4.mul(value, x), f32x4.splat(0.0013333558146428443));
  value = f32x4.add(f32x4.mul(value, x), f32x4.splat(0.009618129107628477));
  value = f32x4.add(f32x4.mul(value, x), f32x4.splat(0.05550410866482158));
  value = f32x4.add(f32x4.mul(value, x), f32x4.splat(0.2402265069591007));
  value = f32x4.add(f32x4.mul(value, x), f32x4.splat(0.6931471805599453));
  return f32x4.add(f32x4.mul(value, x), f32x4.splat(1));
}

/** 2^n for whole n, by writing the exponent. */
function powerOfTwoWhole(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}

/** Each cell times the sum of what its row and its column have in `rowFactors` and `columnFactors`. */
export function scaleCells(cells: usize, rows: u32, columns: u32, rowFactors: usize, columnFactors: usize): void {
  for (let row: u32 = 0; row < rows; row += 1) {
    const own = f32x4.splat(f32.load(rowFactors + (row << 2)));
    for (let at: usize = 0; at < columns << 2; at += 16) {
      v128.store(cells, f32x4.mul(v128.load(cells), f32x4.add(own, v128.load(columnFactors + at))));
      cells += 16;
    }
  }
}
