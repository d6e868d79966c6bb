/** Counts failed tries by name and says when there were too many. */
export interface TryLimit {
  /** Milliseconds until another try is allowed; 0 when it is now. */
  waitMs(name: string): number;
  fail(name: string): void;
}

/** Names that are remembered at a time; a flood of new ones pushes out the oldest. */
const mostNames = 10_000;

/** Allows `most` failed tries within `perMs` from the first one on. Kept in memory: a restart forgives, which is rare. */
export function createTryLimit(options: {
  readonly most: number;
  readonly perMs: number;
  readonly now: () => number;
}): TryLimit {
  const { most, perMs, now } = options;
  const tries = new Map<string, { count: number; readonly until: number }>();

  function current(name: string) {
    const known = tries.get(name);
    if (known === undefined || known.until > now()) return known;
    tries.delete(name);
    return undefined;
  }

  return {
    waitMs(name) {
      const known = current(name);
      return known === undefined || known.count < most ? 0 : known.until - now();
    },
    fail(name) {
      const known = current(name);
      if (known !== undefined) known.count += 1;
      else {
        const oldest = tries.keys().next();
        if (tries.size >= mostNames && oldest.done !== true) tries.delete(oldest.value);
        tries.set(name, { count: 1, until: now() + perMs });
      }
    },
  };
}
