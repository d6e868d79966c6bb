const prime = 0x01000193;

/** The hash of a text with one more UTF-16 unit: FNV-1a, 32 bit; made positive by `>>> 0` once the text is complete. */
export function extendHash(hash: number, unit: number): number {
  return Math.imul(Math.imul(hash ^ (unit & 0xff), prime) ^ (unit >>> 8), prime);
}

/** FNV-1a over the UTF-16 units of `text` from `start` up to `end`, 32 bit, continuing from `seed`. */
export function hashRange(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let index = start; index < end; index += 1) hash = extendHash(hash, text.charCodeAt(index));
  return hash >>> 0;
}

/** FNV-1a of a whole text, 32 bit. Seeds keep feature channels apart; the hash of a text is the seed for what follows it. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  return hashRange(text, 0, text.length, seed);
}
