// AssemblyScript, compiled to WebAssembly by `npm run matching:kernel`: TypeScript's look, four numbers of single precision at
// a time. Each class of a problem is trained on its own, and yet all of them at once: a text's features are looked up in memory
// once for all classes, whose weights are neighbours there. Sums of a class are made in the same order however many classes
// stand beside it.

/** Where JavaScript writes the problem: rows as in `sparse.ts`, the class of each row, the order of the rows in a pass. */
export let starts: usize = 0;
export let columns: usize = 0;
export let values: usize = 0;
export let labels: usize = 0;
export let order: usize = 0;
/** Where it reads the result: `stride` weights a column, a bias a class. */
export let weights: usize = 0;
export let biases: usize = 0;
/** Classes that a column has room for, a multiple of 16. */
export let stride: u32 = 0;

let rowCount: u32 = 0;
let classCount: u32 = 0;
let strideBytes: u32 = 0;
let diagonal: f32 = 0;
/** Dual variables, `stride` a row. */
let duals: usize = 0;
/** One over the second derivative of the objective by a row's dual variable. */
let steepness: usize = 0;
/** Largest gradient of each class in this pass, and not 0 for a class that has come to its end. */
let largest: usize = 0;
let isDone: usize = 0;
/** Of the row at hand: the margins, the steps of all classes, and the places of the classes that make one. */
let margins: usize = 0;
let steps: usize = 0;
let changed: usize = 0;

/** Behind the last place taken. */
let taken: u64 = 0;

function take(count: u64): usize {
  const at = <usize>taken;
  taken += (count * 4 + 63) & ~63;
  return at;
}

/** Makes room for a problem; false where memory does not suffice. To be called once, before anything else. */
export function prepare(rows: u32, entries: u32, columnCount: u32, classes: u32): bool {
  rowCount = rows;
  classCount = classes;
  stride = (classes + 15) & ~15;
  strideBytes = stride << 2;
  taken = (<u64>__heap_base + 63) & ~63;
  starts = take(<u64>rows + 1);
  columns = take(entries);
  values = take(entries);
  labels = take(rows);
  order = take(rows);
  steepness = take(rows);
  duals = take(<u64>rows * stride);
  biases = take(stride);
  largest = take(stride);
  isDone = take(stride);
  margins = take(stride);
  steps = take(stride);
  changed = take(stride);
  weights = take(<u64>columnCount * stride);
  const pages = (taken + 0xffff) >> 16;
  if (pages > 0xffff) return false;
  const more = <i32>pages - memory.size();
  return more <= 0 || memory.grow(more) >= 0;
}

/** Begins the training, after the rows are written. `cost` is that of an error against the size of the weights. */
export function begin(cost: f32): void {
  diagonal = 0.5 / cost;
  for (let row: u32 = 0; row < rowCount; row += 1) {
    // The bias is a feature of constant value 1.
    let squares: f32 = 1 + diagonal;
    const last = values + (load<u32>(starts + (row << 2), 4) << 2);
    for (let at = values + (load<u32>(starts + (row << 2)) << 2); at < last; at += 4)
      squares += load<f32>(at) * load<f32>(at);
    store<f32>(steepness + (row << 2), 1 / squares);
  }
}

/** Visits all rows once, in their order; returns how many classes have a gradient above `tolerance` left. */
export function pass(tolerance: f32): u32 {
  memory.fill(largest, 0, strideBytes);
  for (let index: u32 = 0; index < rowCount; index += 1) {
    const row = load<u32>(order + (index << 2));
    const from = load<u32>(starts + (row << 2)) << 2;
    const to = load<u32>(starts + (row << 2), 4) << 2;
    sumMargins(columns + from, columns + to, values + from);
    const changes = descend(row);
    // Many steps are fastest made all, those of no length too.
    if (changes * 8 > stride) moveAll(columns + from, columns + to, values + from);
    else if (changes > 0) moveSome(columns + from, columns + to, values + from, changed + (changes << 2));
  }
  let open: u32 = 0;
  for (let at: usize = 0; at < classCount << 2; at += 4) {
    if (load<f32>(largest + at) <= tolerance) store<u32>(isDone + at, 1);
    if (load<u32>(isDone + at) == 0) open += 1;
  }
  return open;
}

/** Margins of a row, for 32 classes at a time and then for 16. */
function sumMargins(firstColumn: usize, lastColumn: usize, firstValue: usize): void {
  const bytes = strideBytes;
  let block: u32 = 0;
  for (; block + 128 <= bytes; block += 128) {
    const bias = biases + block;
    let m0 = v128.load(bias);
    let m1 = v128.load(bias, 16);
    let m2 = v128.load(bias, 32);
    let m3 = v128.load(bias, 48);
    let m4 = v128.load(bias, 64);
    let m5 = v128.load(bias, 80);
    let m6 = v128.load(bias, 96);
    let m7 = v128.load(bias, 112);
    const base = weights + block;
    let value = firstValue;
    for (let column = firstColumn; column < lastColumn; column += 4) {
      const factor = v128.load32_splat(value);
      value += 4;
      const at = base + load<u32>(column) * bytes;
      m0 = f32x4.add(m0, f32x4.mul(factor, v128.load(at)));
      m1 = f32x4.add(m1, f32x4.mul(factor, v128.load(at, 16)));
      m2 = f32x4.add(m2, f32x4.mul(factor, v128.load(at, 32)));
      m3 = f32x4.add(m3, f32x4.mul(factor, v128.load(at, 48)));
      m4 = f32x4.add(m4, f32x4.mul(factor, v128.load(at, 64)));
      m5 = f32x4.add(m5, f32x4.mul(factor, v128.load(at, 80)));
      m6 = f32x4.add(m6, f32x4.mul(factor, v128.load(at, 96)));
      m7 = f32x4.add(m7, f32x4.mul(factor, v128.load(at, 112)));
    }
    const into = margins + block;
    v128.store(into, m0);
    v128.store(into, m1, 16);
    v128.store(into, m2, 32);
    v128.store(into, m3, 48);
    v128.store(into, m4, 64);
    v128.store(into, m5, 80);
    v128.store(into, m6, 96);
    v128.store(into, m7, 112);
  }
  if (block === bytes) return;
  let m0 = v128.load(biases + block);
  let m1 = v128.load(biases + block, 16);
  let m2 = v128.load(biases + block, 32);
  let m3 = v128.load(biases + block, 48);
  const base = weights + block;
  let value = firstValue;
  for (let column = firstColumn; column < lastColumn; column += 4) {
    const factor = v128.load32_splat(value);
    value += 4;
    const at = base + load<u32>(column) * bytes;
    m0 = f32x4.add(m0, f32x4.mul(factor, v128.load(at)));
    m1 = f32x4.add(m1, f32x4.mul(factor, v128.load(at, 16)));
    m2 = f32x4.add(m2, f32x4.mul(factor, v128.load(at, 32)));
    m3 = f32x4.add(m3, f32x4.mul(factor, v128.load(at, 48)));
  }
  v128.store(margins + block, m0);
  v128.store(margins + block, m1, 16);
  v128.store(margins + block, m2, 32);
  v128.store(margins + block, m3, 48);
}

/** Moves the dual variables of a row, one a class, and notes the steps; returns how many classes make one. */
function descend(row: u32): u32 {
  const label = load<u32>(labels + (row << 2));
  const factor = load<f32>(steepness + (row << 2));
  const dual = duals + row * strideBytes;
  let changes: u32 = 0;
  for (let own: u32 = 0; own < classCount; own += 1) {
    const at = own << 2;
    const sign: f32 = own == label ? 1 : -1;
    const old = load<f32>(dual + at);
    const gradient = load<f32>(margins + at) * sign - 1 + old * diagonal;
    store<f32>(steps + at, 0);
    if ((old == 0 && gradient >= 0) || load<u32>(isDone + at) != 0) continue;
    store<f32>(largest + at, max<f32>(load<f32>(largest + at), abs<f32>(gradient)));
    const next = max<f32>(0, old - gradient * factor);
    const step = (next - old) * sign;
    if (step == 0) continue;
    store<f32>(dual + at, next);
    store<f32>(biases + at, load<f32>(biases + at) + step);
    store<f32>(steps + at, step);
    store<u32>(changed + (changes << 2), at);
    changes += 1;
  }
  return changes;
}

function moveAll(firstColumn: usize, lastColumn: usize, firstValue: usize): void {
  const bytes = strideBytes;
  const end = steps + bytes;
  let value = firstValue;
  for (let column = firstColumn; column < lastColumn; column += 4) {
    const factor = v128.load32_splat(value);
    value += 4;
    let at = weights + load<u32>(column) * bytes;
    for (let step = steps; step < end; step += 32) {
      v128.store(at, f32x4.add(v128.load(at), f32x4.mul(factor, v128.load(step))));
      v128.store(at, f32x4.add(v128.load(at, 16), f32x4.mul(factor, v128.load(step, 16))), 16);
      at += 32;
    }
  }
}

function moveSome(firstColumn: usize, lastColumn: usize, firstValue: usize, lastChanged: usize): void {
  const bytes = strideBytes;
  let value = firstValue;
  for (let column = firstColumn; column < lastColumn; column += 4) {
    const factor = load<f32>(value);
    value += 4;
    const base = weights + load<u32>(column) * bytes;
    for (let one = changed; one < lastChanged; one += 4) {
      const at = load<u32>(one);
      store<f32>(base + at, load<f32>(base + at) + factor * load<f32>(steps + at));
    }
  }
}
