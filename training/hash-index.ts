/** Gives each hash a number: the first 0, the next 1, and so on. */
export interface HashIndex {
  readonly size: number;
  /** Number of the hash, which it gets here if it has none. */
  numberOf(hash: number): number;
  hashOf(number: number): number;
}

/** An empty index: open addressing over typed arrays, since maps of millions of numbers take gigabytes. */
export function createHashIndex(): HashIndex {
  let slots = new Int32Array(1 << 20).fill(-1);
  let hashes = new Uint32Array(1 << 19);
  let size = 0;

  const slotOf = (hash: number): number => {
    const mask = slots.length - 1;
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 0) & mask;
    for (let number = slots[slot]!; number >= 0 && hashes[number] !== hash; number = slots[slot]!) {
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = () => {
    const larger = new Uint32Array(hashes.length * 2);
    larger.set(hashes);
    hashes = larger;
    slots = new Int32Array(slots.length * 2).fill(-1);
    for (let number = 0; number < size; number += 1) slots[slotOf(hashes[number]!)] = number;
  };
  return {
    get size() {
      return size;
    },
    numberOf(hash) {
      const slot = slotOf(hash);
      const known = slots[slot]!;
      if (known >= 0) return known;
      const number = size;
      hashes[number] = hash;
      slots[slot] = number;
      size += 1;
      if (size === hashes.length) grow();
      return number;
    },
    hashOf: (number) => hashes[number]!,
  };
}
