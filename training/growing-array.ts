/** Whole numbers from 0 to 2³² − 1, appended one by one. */
export interface GrowingArray {
  readonly length: number;
  push(value: number): void;
  /** What was pushed, without copying. */
  values(): Uint32Array;
}

/** An empty growing array with room for `capacity` numbers; it grows by half of itself. */
export function createGrowingArray(capacity = 1 << 16): GrowingArray {
  let room = new Uint32Array(capacity);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === room.length) {
        const larger = new Uint32Array(Math.ceil(room.length * 1.5) + 1);
        larger.set(room);
        room = larger;
      }
      room[length] = value;
      length += 1;
    },
    values: () => room.subarray(0, length),
  };
}
