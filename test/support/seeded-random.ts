import { createRandom } from '../../training/random.ts';

/** Numbers from 0 up to 1, the same ones for the same seed. */
export const seededRandom = createRandom;

/** Draws whole numbers from 0 up to `limit`. */
export function seededInt(seed: number): (limit: number) => number {
  const random = seededRandom(seed);
  return (limit) => Math.floor(random() * limit);
}
