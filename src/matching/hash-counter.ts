/** What is known of a hash that was counted. */
export interface CountedHash {
  /** How often it was counted. */
  readonly count: number;
  /** The mark it was counted with last. */
  readonly mark: number;
}

/** Counts hashes of 32 bits in a quarter of the time of a `Map`; for millions of them. */
export interface HashCounter {
  /** Counts one more; `mark` from 0 to 255. */
  add(hash: number, mark: number): void;
  /** All hashes that were counted, ascending. */
  hashes(): Uint32Array;
  /** Undefined for one that was never counted. */
  get(hash: number): CountedHash | undefined;
}

/** Makes an empty counter: a hash table with open addressing, never more than half full. */
export function createHashCounter(): HashCounter {
  let keys = new Uint32Array(1 << 16);
  // 0 where the place is free.
  let counts = new Uint32Array(keys.length);
  let marks = new Uint8Array(keys.length);
  let size = 0;

  const placeOf = (hash: number) => {
    let at = hash & (keys.length - 1);
    while (counts[at] !== 0 && keys[at] !== hash) at = (at + 1) & (keys.length - 1);
    return at;
  };
  const grow = () => {
    const before = { keys, counts, marks };
    keys = new Uint32Array(keys.length * 2);
    counts = new Uint32Array(keys.length);
    marks = new Uint8Array(keys.length);
    before.counts.forEach((count, from) => {
      if (count === 0) return;
      const at = placeOf(before.keys[from]!);
      keys[at] = before.keys[from]!;
      counts[at] = count;
      marks[at] = before.marks[from]!;
    });
  };

  return {
    add(hash, mark) {
      const at = placeOf(hash);
      if (counts[at] === 0) size += 1;
      keys[at] = hash;
      counts[at]! += 1;
      marks[at] = mark;
      if (size * 2 > keys.length) grow();
    },
    hashes: () => keys.filter((_, at) => counts[at] !== 0).sort(),
    get(hash) {
      const at = placeOf(hash);
      return counts[at] === 0 ? undefined : { count: counts[at]!, mark: marks[at]! };
    },
  };
}
