// AssemblyScript, compiled to WebAssembly by `npm run matching:kernel`: the loops in which most of a match's time is spent.
// JavaScript keeps the lists in this memory and tells their addresses; nothing is remembered between calls but the lists.

/** What `nearest` and `collect` found: place of the best text, -1 for none, its cosine, and the sum of all cosines. */
export let bestPlace: i32 = -1;
export let bestCosine: f32 = 0;
export let sumOfCosines: f32 = 0;

/** Behind the last place taken. */
let taken: u64 = 0;

/** Address of room for so many bytes, at a multiple of 64; 0 where memory does not suffice. */
export function reserve(bytes: u32): usize {
  if (taken === 0) taken = (<u64>__heap_base + 63) & ~63;
  const at = taken;
  // What is read sixteen bytes at a time may be read beyond its end.
  taken += (<u64>bytes + 16 + 63) & ~63;
  const pages = (taken + 0xffff) >> 16;
  if (pages > 0xffff) return 0;
  const more = <i32>pages - memory.size();
  return more <= 0 || memory.grow(more) >= 0 ? <usize>at : 0;
}

/**
 * Adds `count` rows of weights of one byte, each times its factor, to the sums of the row's channel, of which each has room for
 * a multiple of 16 numbers. The sums are emptied first.
 */
export function addRows(
  count: u32,
  columns: usize,
  factors: usize,
  channelOf: usize,
  weights: usize,
  classCount: u32,
  sums: usize,
  channelCount: u32,
): void {
  const stride: u32 = ((classCount + 15) & ~15) << 2;
  memory.fill(sums, 0, stride * channelCount);
  for (let index: u32 = 0; index < count; index += 1) {
    const factor = v128.load32_splat(factors + (index << 2));
    let from = weights + load<u32>(columns + (index << 2)) * classCount;
    let into = sums + load<u8>(channelOf + index) * stride;
    const end = into + stride;
    for (; into < end; into += 64) {
      const bytes = v128.load(from);
      from += 16;
      const low = i16x8.extend_low_i8x16_s(bytes);
      const high = i16x8.extend_high_i8x16_s(bytes);
      addFour(into, factor, i32x4.extend_low_i16x8_s(low));
      addFour(into + 16, factor, i32x4.extend_high_i16x8_s(low));
      addFour(into + 32, factor, i32x4.extend_low_i16x8_s(high));
      addFour(into + 48, factor, i32x4.extend_high_i16x8_s(high));
    }
  }
}

function addFour(into: usize, factor: v128, weights: v128): void {
  v128.store(into, f32x4.add(v128.load(into), f32x4.mul(factor, f32x4.convert_i32x4_s(weights))));
}

/**
 * The text of the largest cosine with `vector` among the places `from` up to `to`, of equals the first, where it is larger than
 * `bestCosine`. The vector has two bytes a number, texts have one and a scale; rows are a multiple of 8 long.
 */
export function nearest(vector: usize, codes: usize, scales: usize, from: u32, to: u32, length: u32): void {
  for (let place = from; place < to; place += 1) {
    const row = codes + place * length;
    let sums = i32x4.splat(0);
    for (let at: u32 = 0; at < length; at += 8) {
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.load(vector + (at << 1)), v128.load_ext<i8>(row + at)));
    }
    const sum =
      i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3);
    const cosine = <f32>sum * load<f32>(scales + (place << 2));
    if (cosine <= bestCosine) continue;
    bestCosine = cosine;
    bestPlace = place;
  }
}

/** To be called before `nearest`: nothing is found yet. */
export function forget(): void {
  bestPlace = -1;
  bestCosine = -1;
}

/**
 * Adds what the lists of one group have in common with the terms: lists of common features, whose numbers are below `rare`.
 * `features` has them plus one. An entry is a place within the group and above `placeBits` bits the number of its factor. Each
 * term has four weights and each place four sums, one a channel. Terms with a list that is not empty are marked in `covered`.
 */
export function addCommonNarrow(
  terms: u32,
  features: usize,
  weights: usize,
  rare: u32,
  lists: usize,
  entries: usize,
  factors: usize,
  placeBits: u32,
  sums: usize,
  covered: usize,
): void {
  addCommon<u16>(terms, features, weights, rare, lists, entries, factors, placeBits, sums, covered);
}

/** The same for entries of four bytes. */
export function addCommonWide(
  terms: u32,
  features: usize,
  weights: usize,
  rare: u32,
  lists: usize,
  entries: usize,
  factors: usize,
  placeBits: u32,
  sums: usize,
  covered: usize,
): void {
  addCommon<u32>(terms, features, weights, rare, lists, entries, factors, placeBits, sums, covered);
}

function addCommon<Entry>(
  terms: u32,
  features: usize,
  weights: usize,
  rare: u32,
  lists: usize,
  entries: usize,
  factors: usize,
  placeBits: u32,
  sums: usize,
  covered: usize,
): void {
  const mask: u32 = (1 << placeBits) - 1;
  for (let term: u32 = 0; term < terms; term += 1) {
    const feature = load<u32>(features + (term << 2)) - 1;
    if (feature >= rare) continue;
    const list = lists + (feature << 2);
    let at = entries + load<u32>(list) * sizeof<Entry>();
    const end = entries + load<u32>(list, 4) * sizeof<Entry>();
    if (at === end) continue;
    store<u8>(covered + term, 1);
    const weight = v128.load(weights + (term << 4));
    for (; at < end; at += sizeof<Entry>()) {
      const entry = <u32>load<Entry>(at);
      const sum = sums + ((entry & mask) << 4);
      const factor = v128.load32_splat(factors + ((entry >>> placeBits) << 2));
      v128.store(sum, f32x4.add(v128.load(sum), f32x4.mul(weight, factor)));
    }
  }
}

/**
 * Turns the sums of the places `from` up to `to` into cosines and empties them. `texts` decides among equals: the first text is
 * the best one.
 */
export function collect(sums: usize, scales: usize, texts: usize, from: u32, to: u32): void {
  bestPlace = -1;
  bestCosine = 0;
  sumOfCosines = 0;
  let bestText: u32 = 0;
  for (let place = from; place < to; place += 1) {
    const at = sums + (place << 4);
    const parts = f32x4.mul(v128.load(at), v128.load(scales + (place << 4)));
    const cosine =
      f32x4.extract_lane(parts, 0) +
      f32x4.extract_lane(parts, 1) +
      f32x4.extract_lane(parts, 2) +
      f32x4.extract_lane(parts, 3);
    if (cosine === 0) continue;
    v128.store(at, f32x4.splat(0));
    sumOfCosines += cosine;
    if (cosine < bestCosine) continue;
    const text = load<u32>(texts + (place << 2));
    if (cosine === bestCosine && text >= bestText) continue;
    bestCosine = cosine;
    bestText = text;
    bestPlace = place;
  }
}
