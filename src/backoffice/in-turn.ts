/** Runs one job after the other, in the order given; a job that fails does not hold up the next. */
export function createTurnstile(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const run = last.then(job);
    last = run.catch(() => undefined);
    return run;
  };
}
