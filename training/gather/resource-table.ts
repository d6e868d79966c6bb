/** A string of Android's resources in one language. */
export interface ResourceString {
  readonly name: string;
  /** Two letters; empty for the default, English. */
  readonly language: string;
  /** Two capital letters, or empty. */
  readonly region: string;
  readonly text: string;
}

const chunk = { pool: 0x0001, table: 0x0002, package: 0x0200, type: 0x0201 };
const isComplex = 1;
const stringValue = 3;

/**
 * Strings of a compiled resource table (`resources.arsc`, as `ResourceTypes.h` of Android describes it) whose configuration
 * names a language and nothing else.
 */
export function readResourceStrings(bytes: Buffer): ResourceString[] {
  if (bytes.readUInt16LE(0) !== chunk.table) throw new Error('This is no table of Android resources.');
  const found: ResourceString[] = [];
  let values: readonly string[] = [];
  for (const { type, at } of chunksOf(bytes, bytes.readUInt16LE(2), bytes.length)) {
    if (type === chunk.pool) values = readPool(bytes, at);
    if (type === chunk.package) for (const string of readPackage(bytes, at, values)) found.push(string);
  }
  return found;
}

function* chunksOf(bytes: Buffer, from: number, end: number): Generator<{ type: number; at: number }> {
  for (let at = from; at + 8 <= end; at += bytes.readUInt32LE(at + 4)) yield { type: bytes.readUInt16LE(at), at };
}

function readPackage(bytes: Buffer, start: number, values: readonly string[]): ResourceString[] {
  const typeNames = readPool(bytes, start + bytes.readUInt32LE(start + 268));
  const keys = readPool(bytes, start + bytes.readUInt32LE(start + 276));
  const wanted = typeNames.indexOf('string') + 1;
  const found: ResourceString[] = [];
  const end = start + bytes.readUInt32LE(start + 4);
  for (const { type, at } of chunksOf(bytes, start + bytes.readUInt16LE(start + 2), end)) {
    if (type !== chunk.type || bytes[at + 8] !== wanted) continue;
    const locale = localeOf(bytes, at + 20);
    if (locale === undefined) continue;
    for (const [key, value] of entriesOf(bytes, at)) {
      found.push({ ...locale, name: keys[key] ?? '', text: values[value] ?? '' });
    }
  }
  return found;
}

/** Language and region of a configuration; undefined where it asks for more, as for a screen or a network. */
function localeOf(bytes: Buffer, at: number): Pick<ResourceString, 'language' | 'region'> | undefined {
  const size = bytes.readUInt32LE(at);
  for (let byte = 4; byte < Math.min(size, 36); byte += 1) {
    if ((byte < 8 || byte >= 12) && bytes[at + byte] !== 0) return undefined;
  }
  // Three-letter languages have the highest bit set and are not among ours.
  if ((bytes[at + 8] ?? 0) > 0x7f) return undefined;
  const letters = (from: number) => bytes.toString('latin1', from, from + 2).replaceAll('\u0000', '');
  return { language: letters(at + 8), region: letters(at + 10) };
}

/** Pairs of key and value, both places in their pools. */
function* entriesOf(bytes: Buffer, at: number): Generator<[number, number]> {
  const count = bytes.readUInt32LE(at + 12);
  const first = at + bytes.readUInt32LE(at + 16);
  const offsets = at + bytes.readUInt16LE(at + 2);
  for (let entry = 0; entry < count; entry += 1) {
    const offset = bytes.readUInt32LE(offsets + entry * 4);
    if (offset === 0xffffffff) continue;
    const place = first + offset;
    if ((bytes.readUInt16LE(place + 2) & isComplex) !== 0 || bytes[place + 11] !== stringValue) continue;
    yield [bytes.readUInt32LE(place + 4), bytes.readUInt32LE(place + 12)];
  }
}

function readPool(bytes: Buffer, at: number): string[] {
  const isUtf8 = (bytes.readUInt32LE(at + 16) & 0x100) !== 0;
  const texts = at + bytes.readUInt32LE(at + 20);
  const offsets = at + bytes.readUInt16LE(at + 2);
  return Array.from({ length: bytes.readUInt32LE(at + 8) }, (_, number) => {
    const place = texts + bytes.readUInt32LE(offsets + number * 4);
    return isUtf8 ? readUtf8(bytes, place) : readUtf16(bytes, place);
  });
}

function readUtf8(bytes: Buffer, at: number): string {
  // The length in characters, then in bytes; each takes a second byte when its highest bit is set.
  let place = at + (bytes[at]! & 0x80 ? 2 : 1);
  let length = bytes[place]!;
  place += 1;
  if (length & 0x80) length = ((length & 0x7f) << 8) | bytes[place++]!;
  return bytes.toString('utf8', place, place + length);
}

function readUtf16(bytes: Buffer, at: number): string {
  const length = bytes.readUInt16LE(at);
  const isLong = (length & 0x8000) !== 0;
  const units = isLong ? ((length & 0x7fff) << 16) | bytes.readUInt16LE(at + 2) : length;
  const start = at + (isLong ? 4 : 2);
  return bytes.toString('utf16le', start, start + units * 2);
}
