const prime = 0x01000193;

/** FNV-1a over the UTF-16 units of `text` from `start` up to `end`, 32 bit, continuing from `seed`. */
export function hashRange(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), prime);
    hash = Math.imul(hash ^ (unit >>> 8), prime);
  }
  return hash >>> 0;
}

/** FNV-1a of a whole text, 32 bit. Seeds keep feature channels apart. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  return hashRange(text, 0, text.length, seed);
}
