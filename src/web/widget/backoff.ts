const shortestMs = 1000;
const longestMs = 15_000;

/**
 * Milliseconds to wait after so many failures in a row: from 1 s, doubling, to 15 s. `random` (0 to 1) spreads clients
 * that lost the service at the same moment.
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(longestMs, shortestMs * 2 ** Math.max(0, failures - 1));
  return Math.max(shortestMs, full * (0.75 + 0.25 * random));
}
