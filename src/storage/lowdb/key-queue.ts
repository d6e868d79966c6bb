/** Runs the jobs of one name one after the other; those of different names side by side. */
export interface KeyQueue {
  run<T>(name: string, job: () => Promise<T>): Promise<T>;
  /** Resolves when all jobs given so far have ended, well or not. */
  idle(): Promise<void>;
}

/** Makes a queue without jobs; a name is forgotten with its last job. */
export function createKeyQueue(): KeyQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(name, job) {
      const run = (tails.get(name) ?? Promise.resolve()).then(job);
      const tail = run
        .catch(() => undefined)
        .then(() => {
          if (tails.get(name) === tail) tails.delete(name);
        });
      tails.set(name, tail);
      return run;
    },
    idle: async () => {
      await Promise.all(tails.values());
    },
  };
}
