/** Texts of a Chromium `.pak` file (format 4 or 5) by number; numbers are the same in all languages of a version. */
export function readPak(bytes: Buffer): Map<number, string> {
  const version = bytes.readUInt32LE(0);
  if (version !== 4 && version !== 5) throw new Error(`Chromium's format ${version} is not known here, only 4 and 5.`);
  const count = version === 5 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(4);
  const encoding = bytes[version === 5 ? 4 : 8] === 1 ? 'utf8' : 'utf16le';
  const entries = version === 5 ? 12 : 9;
  const texts = new Map<number, string>();
  for (let entry = 0; entry < count; entry += 1) {
    const at = entries + entry * 6;
    const text = bytes.toString(encoding, bytes.readUInt32LE(at + 2), bytes.readUInt32LE(at + 8));
    // Web pages and scripts lie among the texts.
    if (text.length > 3 && !text.includes('\u0000')) texts.set(bytes.readUInt16LE(at), text);
  }
  return texts;
}
