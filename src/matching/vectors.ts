import { AppError } from '../errors.ts';
import { visitTokenFeatures, vectorTokens } from './vector-features.ts';

/** Where text of the training came from. */
export interface VectorSource {
  readonly name: string;
  readonly licence: string;
  /** Packages with their versions. */
  readonly packages: readonly string[];
  /** Segments of it that were used. */
  readonly segments: number;
}

/** What a file of vectors tells of itself. */
export interface VectorsHeader {
  /** Of the file's layout; raised with every change of it or of the features. */
  readonly format: number;
  readonly features: number;
  readonly dimensions: number;
  readonly sources: readonly VectorSource[];
  /**
   * Languages of the training, as ISO 639 codes in order. In others the vectors mislead more than they help, unless they are
   * closely related.
   */
  readonly languages: readonly string[];
  /** Settings of the training. */
  readonly settings: Readonly<Record<string, number>>;
  /** What the maker measured, by name. */
  readonly figures: Readonly<Record<string, number>>;
}

/** The rows of one file: a vector of numbers for each sub-word. */
export interface VectorTable {
  /** Length of each row. */
  readonly dimensions: number;
  readonly header: VectorsHeader;
  /** The row of a feature, by its hash; -1 where the table does not have it. */
  readonly rowOf: (hash: number) => number;
  /** Adds a row to a sum that begins at `from`. */
  readonly addRow: (row: number, sum: Float32Array, from?: number) => void;
}

/** What was added to some rows of a table, to suit the words of one knowledge base; see `adapt-vectors.ts`. */
export interface VectorChanges {
  /** The rows, ascending. */
  readonly rows: Uint32Array;
  /** What one step of a code is worth, for each row. */
  readonly steps: Float32Array;
  /** Codes of 0 to 15 less 8, two a byte, the first in the lower half: `dimensions` a row. */
  readonly codes: Uint8Array;
}

/** Sentence vectors of one file. */
export interface Vectors {
  /** Length of each vector. */
  readonly dimensions: number;
  readonly header: VectorsHeader;
  /**
   * The text's place among the sentences of all languages: of unit length, so that the product of two is their cosine;
   * all zero for a text of which nothing is known. Written into `into` when it is given, which must be `dimensions` long.
   */
  embed(text: string, into?: Float32Array): Float32Array;
}

/** Longer tokens are mostly addresses, codes and whole sentences of scripts without spaces, which do not come again. */
const longestRemembered = 16;
/** Tokens whose vectors are remembered at most: about 2 MB. */
const mostRemembered = 4000;

/** First four bytes of a file, "SIV1" as a little-endian number. */
export const vectorsMagic = 0x31564953;
/** The only layout this program reads and writes. */
export const vectorsFormat = 1;

/** Where the parts of a file begin, after a header of `headerLength` bytes; scales and codes are aligned to four bytes. */
export function layoutOf(
  headerLength: number,
  features: number,
  dimensions: number,
): { hashes: number; scales: number; codes: number; end: number } {
  const hashes = 8 + Math.ceil(headerLength / 4) * 4;
  const scales = hashes + features * 4;
  const codes = scales + Math.ceil(features / 2) * 4;
  return { hashes, scales, codes, end: codes + (features * dimensions) / 2 };
}

/**
 * Opens the table of a file, in milliseconds: rows stay packed and are read where they lie, so the bytes must not change
 * afterwards. Throws `configInvalid` for anything that is no such file, is cut short, or is of another format.
 */
export function openTable(bytes: Uint8Array): VectorTable {
  // Numbers are read in place, which needs a start at a multiple of four.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const { header, layout } = readHeader(aligned);
  const { features, dimensions } = header;
  const at = aligned.byteOffset;
  const hashes = new Uint32Array(aligned.buffer, at + layout.hashes, features);
  const scales = new Uint16Array(aligned.buffer, at + layout.scales, features);
  const codes = new Uint8Array(aligned.buffer, at + layout.codes, (features * dimensions) / 2);
  return {
    dimensions,
    header,
    rowOf: createRowSearch(hashes),
    addRow: (row, sum, from = 0) => addCodes(sum, from, codes, row, dimensions, halfToNumber(scales[row]!)),
  };
}

/** Adds a packed row, each code times `step`. */
function addCodes(
  sum: Float32Array,
  from: number,
  codes: Uint8Array,
  row: number,
  dimensions: number,
  step: number,
): void {
  let code = (row * dimensions) / 2;
  for (let index = from; index < from + dimensions; index += 2) {
    const pair = codes[code]!;
    sum[index]! += step * ((pair & 15) - 8);
    sum[index + 1]! += step * ((pair >>> 4) - 8);
    code += 1;
  }
}

/**
 * Opens a file of sentence vectors as `openTable` does. With `changes` of a knowledge base the sentences lie where they put
 * them; they must be of the same file.
 */
export function loadVectors(bytes: Uint8Array, changes?: VectorChanges): Vectors {
  return vectorsOf(openTable(bytes), changes);
}

/** The sentence vectors of a table, with the changes of a knowledge base where there are any. */
export function vectorsOf(table: VectorTable, changes?: VectorChanges): Vectors {
  const { dimensions, header, rowOf } = table;
  const addRow = changes === undefined ? table.addRow : addChanged(table, changes);
  let sum = new Float32Array(dimensions);
  const add = (hash: number) => {
    const row = rowOf(hash);
    if (row >= 0) addRow(row, sum);
  };
  const remembered = new Map<string, Float32Array>();
  const vectorOfToken = (token: string): Float32Array => {
    const known = remembered.get(token);
    if (known !== undefined) return known;
    sum = new Float32Array(dimensions);
    visitTokenFeatures(token, add);
    if (token.length <= longestRemembered) {
      // Cheaper than to know which were used last; frequent words are back at once.
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(token, sum);
    }
    return sum;
  };
  return {
    dimensions,
    header,
    embed(text, into = new Float32Array(dimensions)) {
      into.fill(0);
      for (const token of vectorTokens(text)) {
        const own = vectorOfToken(token);
        for (let at = 0; at < dimensions; at += 1) into[at]! += own[at]!;
      }
      return toUnitLength(into);
    },
  };
}

function addChanged({ dimensions, header, addRow }: VectorTable, changes: VectorChanges): VectorTable['addRow'] {
  // One more than the place among the changes, 0 for rows as they were.
  const places = new Uint32Array(header.features);
  changes.rows.forEach((row, place) => (places[row] = place + 1));
  return (row, sum, from = 0) => {
    addRow(row, sum, from);
    const place = places[row]! - 1;
    if (place >= 0) addCodes(sum, from, changes.codes, place, dimensions, changes.steps[place]!);
  };
}

/** Makes a vector as long as 1, in place; the zero vector stays. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let index = 0; index < vector.length; index += 1) squares += vector[index]! * vector[index]!;
  if (squares === 0) return vector;
  const factor = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index += 1) vector[index]! *= factor;
  return vector;
}

function readHeader(bytes: Uint8Array): { header: VectorsHeader; layout: ReturnType<typeof layoutOf> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8 || view.getUint32(0, true) !== vectorsMagic) {
    throw unusable('it does not begin as such a file does');
  }
  const headerLength = view.getUint32(4, true);
  if (8 + headerLength > bytes.byteLength) throw unusable('it is cut short');
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  if (header.format !== vectorsFormat) {
    throw unusable(`its format is ${header.format} and this program reads format ${vectorsFormat}`);
  }
  const { features, dimensions } = header;
  const isSound = Number.isInteger(features) && features > 0 && Number.isInteger(dimensions / 2) && dimensions > 0;
  if (!isSound) throw unusable('its header names no sizes');
  const layout = layoutOf(headerLength, features, dimensions);
  if (layout.end !== bytes.byteLength) throw unusable('it is not as long as its header says');
  return { header, layout };
}

function parseHeader(bytes: Uint8Array): VectorsHeader {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as VectorsHeader;
  } catch (cause) {
    throw unusable('its header is damaged', cause);
  }
}

function unusable(reason: string, cause?: unknown): AppError {
  const message = `The file of sentence vectors cannot be used: ${reason}. Restore models/ from the release.`;
  return new AppError('configInvalid', message, { cause });
}

/** Finds a hash among sorted ones by its upper 16 bits, then within the few that share them; -1 when it is not there. */
function createRowSearch(hashes: Uint32Array): (hash: number) => number {
  const starts = new Uint32Array(65_537);
  for (let row = 0; row < hashes.length; row += 1) starts[(hashes[row]! >>> 16) + 1] = row + 1;
  for (let high = 1; high < starts.length; high += 1) starts[high] = Math.max(starts[high]!, starts[high - 1]!);
  return (hash) => {
    const high = hash >>> 16;
    const end = starts[high + 1]!;
    for (let row = starts[high]!; row < end; row += 1) if (hashes[row] === hash) return row;
    return -1;
  };
}

/** A number of half precision (IEEE 754 binary16), zero and above. */
function halfToNumber(half: number): number {
  const exponent = half >>> 10;
  const fraction = half & 1023;
  return exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
}
