/** A message of a gettext catalogue: where it stands, in English, translated. */
export interface Message {
  readonly context: string;
  readonly source: string;
  readonly target: string;
}

const magic = 0x950412de;

/** Messages of a compiled catalogue (`.mo`, little-endian); of plurals the first form. Throws for other files. */
export function readCatalogue(bytes: Buffer): Message[] {
  if (bytes.readUInt32LE(0) !== magic) throw new Error('This is no catalogue of gettext.');
  const count = bytes.readUInt32LE(8);
  const text = (table: number, number: number) => {
    const length = bytes.readUInt32LE(table + number * 8);
    const start = bytes.readUInt32LE(table + number * 8 + 4);
    return bytes.toString('utf8', start, start + length);
  };
  const sources = bytes.readUInt32LE(12);
  const targets = bytes.readUInt32LE(16);
  return Array.from({ length: count }, (_, number) => {
    const [context = '', source] = text(sources, number).split('\u0004');
    const [first = ''] = (source ?? context).split('\u0000');
    const [target = ''] = text(targets, number).split('\u0000');
    return { context: source === undefined ? '' : context, source: first, target };
  }).filter(({ source, target }) => source !== '' && target !== '');
}
