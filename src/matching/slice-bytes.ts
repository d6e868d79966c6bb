import { AppError } from '../errors.ts';
import { idfSteps, scaleSteps, type Slice, type SliceCore } from './slice.ts';

const magic = 0x314c4953; // "SIL1"

/** Raised when the form of packed slices changes; readers refuse all others. */
export const sliceFormat = 1;

/** What is not in the header: the numbers of the core, each kind in a stream of its own, which compresses well. */
const streams = ['hashes', 'channels', 'idf', 'scales', 'counts', 'gaps', 'codes'] as const;
type Streams = Readonly<Record<(typeof streams)[number], Uint8Array>>;

interface Header extends Omit<Slice, 'core'> {
  readonly format: number;
  readonly classCount: number;
  readonly columnCount: number;
  readonly loss: SliceCore['loss'];
  readonly bias: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * Packs a slice into bytes that are to be compressed: a header of JSON, then the streams. Weights of zero take nothing. The
 * same slice gives the same bytes.
 */
export function packSlice(slice: Slice): Uint8Array {
  const { core, ...rest } = slice;
  const parts = toStreams(core);
  const header = new TextEncoder().encode(
    JSON.stringify({
      ...rest,
      format: sliceFormat,
      classCount: core.classCount,
      columnCount: core.table.hashes.length,
      loss: core.loss,
      bias: [...core.bias],
      lengths: streams.map((name) => parts[name].length),
    } satisfies Header),
  );
  const bytes = new Uint8Array(8 + header.length + streams.reduce((sum, name) => sum + parts[name].length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const name of streams) {
    bytes.set(parts[name], at);
    at += parts[name].length;
  }
  return bytes;
}

/** Reads what `packSlice` wrote. Throws `knowledgeInvalid` for anything else, also for another format. */
export function unpackSlice(bytes: Uint8Array): Slice {
  try {
    return readSlice(bytes);
  } catch (cause) {
    throw new AppError('knowledgeInvalid', 'This is no slice of a model, or one of another version. Load it anew.', {
      cause,
    });
  }
}

function readSlice(bytes: Uint8Array): Slice {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw new Error('Not a slice.');
  let at = 8 + view.getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, at))) as Header;
  const { format, classCount, columnCount, loss, bias, lengths, ...rest } = header;
  if (format !== sliceFormat) throw new Error(`Format ${format} instead of ${sliceFormat}.`);
  const parts = Object.fromEntries(
    streams.map((name, index) => {
      const end = at + (lengths[index] ?? 0);
      if (end > bytes.length) throw new Error('Cut off.');
      const part = bytes.subarray(at, end);
      at = end;
      return [name, part];
    }),
  ) as Streams;
  const weights = readWeights(parts, columnCount, classCount);
  return {
    ...rest,
    core: { classCount, loss, bias: Float32Array.from(bias), ...readTable(parts, columnCount), weights },
  };
}

function toStreams({ table, weights, scale, classCount }: SliceCore): Streams {
  const hashes: number[] = [];
  const scales: number[] = [];
  const counts: number[] = [];
  const gaps: number[] = [];
  const codes: number[] = [];
  let before = 0;
  table.hashes.forEach((hash, column) => {
    pushNumber(hashes, hash - before);
    before = hash;
    pushNumber(scales, scaleCode(scale[column]!));
    const from = column * classCount;
    let next = 0;
    let count = 0;
    for (let label = 0; label < classCount; label += 1) {
      const code = weights[from + label]!;
      if (code === 0) continue;
      pushNumber(gaps, label - next);
      codes.push(code & 0xff);
      next = label + 1;
      count += 1;
    }
    pushNumber(counts, count);
  });
  return {
    hashes: Uint8Array.from(hashes),
    channels: table.channel,
    idf: Uint8Array.from(table.idf, (idf) => Math.min(255, Math.round(idf * idfSteps))),
    scales: Uint8Array.from(scales),
    counts: Uint8Array.from(counts),
    gaps: Uint8Array.from(gaps),
    codes: Uint8Array.from(codes),
  };
}

/** Scales are far below 1. */
function scaleCode(scale: number): number {
  return Math.max(0, Math.round(-Math.log2(scale) * scaleSteps));
}

function readTable(from: Streams, columnCount: number): Pick<SliceCore, 'table' | 'scale'> {
  const nextHash = numbersOf(from.hashes);
  const nextScale = numbersOf(from.scales);
  let hash = 0;
  return {
    table: {
      hashes: Uint32Array.from({ length: columnCount }, () => (hash += nextHash())),
      idf: Float32Array.from(from.idf, (code) => code / idfSteps),
      channel: from.channels,
    },
    scale: Float32Array.from({ length: columnCount }, () => 2 ** (-nextScale() / scaleSteps)),
  };
}

function readWeights(from: Streams, columnCount: number, classCount: number): Int8Array {
  const weights = new Int8Array(columnCount * classCount);
  const nextCount = numbersOf(from.counts);
  const nextGap = numbersOf(from.gaps);
  let code = 0;
  for (let column = 0; column < columnCount; column += 1) {
    let label = column * classCount;
    for (let left = nextCount(); left > 0; left -= 1) {
      label += nextGap();
      weights[label] = from.codes[code]!;
      label += 1;
      code += 1;
    }
  }
  return weights;
}

/** Appends a whole number of up to 32 bits: seven bits a byte, the lowest first. */
function pushNumber(bytes: number[], number: number): void {
  let left = number;
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80);
    left >>>= 7;
  }
  bytes.push(left);
}

/** Gives one after the other of the numbers that `pushNumber` wrote. */
function numbersOf(bytes: Uint8Array): () => number {
  let at = 0;
  return () => {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at]!;
      at += 1;
      number |= (byte & 0x7f) << shift;
      if (byte < 0x80) return number >>> 0;
    }
  };
}
