/** Whole numbers from 0 up to `limit`, the same ones for the same seed (mulberry32). */
export function seededInt(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

/** Places of a sample of `size` out of `count`, ascending: the same ones every time. All of them where there are fewer. */
export function samplePlaces(count: number, size: number): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  if (count <= size) return places;
  const draw = seededInt(17);
  for (let at = 0; at < size; at += 1) {
    const other = at + draw(count - at);
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
  return places.slice(0, size).sort((a, b) => a - b);
}
