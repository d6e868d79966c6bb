/** Runs jobs of one key one after the other, in order; jobs of different keys side by side. None is dropped. */
export type InOrder = <T>(key: string, job: () => Promise<T>) => Promise<T>;

/** Makes lanes; a lane is forgotten as soon as it is empty. */
export function createLanes(): InOrder {
  const tails = new Map<string, Promise<unknown>>();
  return (key, job) => {
    const tail = tails.get(key) ?? Promise.resolve();
    const run = tail.then(job, job);
    const settled = run.catch(() => undefined);
    tails.set(key, settled);
    void settled.then(() => {
      if (tails.get(key) === settled) tails.delete(key);
    });
    return run;
  };
}
