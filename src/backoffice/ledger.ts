/** One value that survives: loaded whole, saved whole. */
export interface Ledger<Value> {
  /** The last saved value, or undefined where nothing was ever saved. */
  load(): Promise<Value | undefined>;
  /** Resolves when the value would survive a crash; never leaves half of it. */
  save(value: Value): Promise<void>;
}

/** A ledger that forgets with the process; keeps copies, like a file would. */
export function createMemoryLedger<Value>(initial?: Value): Ledger<Value> {
  let kept = structuredClone(initial);
  return {
    load: async () => structuredClone(kept),
    save: async (value) => {
      kept = structuredClone(value);
    },
  };
}
