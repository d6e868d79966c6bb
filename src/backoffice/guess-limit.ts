/** Counts failed tries by name inside a sliding span of time. Forgets with the process. */
export interface GuessLimit {
  /** Milliseconds until the next try is allowed; 0 when it is allowed now. */
  waitMs(name: string): number;
  failed(name: string): void;
}

/** Allows `max` failures in `spanMs`. */
export function createGuessLimit(deps: { now: () => number; max: number; spanMs: number }): GuessLimit {
  const { now, max, spanMs } = deps;
  const failures = new Map<string, readonly number[]>();
  const recent = (name: string) => (failures.get(name) ?? []).filter((at) => at > now() - spanMs);
  return {
    waitMs(name) {
      const times = recent(name);
      const oldest = times[times.length - max];
      return oldest === undefined ? 0 : oldest + spanMs - now();
    },
    failed(name) {
      // Names without recent failures go, so that the map stays as small as the last span was busy.
      for (const other of failures.keys()) if (recent(other).length === 0) failures.delete(other);
      failures.set(name, [...recent(name), now()]);
    },
  };
}
