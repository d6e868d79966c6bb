/**
 * Makes what mixes the first `length` of `order`, differently each time and the same in every process: the order of the
 * examples decides how fast coordinate descent comes to its end.
 */
export function createShuffle(): (order: Uint32Array, length?: number) => void {
  let random = 0x9e3779b9;
  return (order, length = order.length) => {
    for (let index = length - 1; index > 0; index -= 1) {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      const other = random % (index + 1);
      const kept = order[index]!;
      order[index] = order[other]!;
      order[other] = kept;
    }
  };
}
