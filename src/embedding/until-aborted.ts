import { AppError } from '../errors.ts';

/**
 * The result of work that cannot be interrupted, or `embeddingFailed` as soon as the signal ends: the work goes on, but
 * nobody waits for it.
 */
export async function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  if (signal.aborted) throw late();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, fail) => {
    stop = () => fail(late());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function late(): AppError {
  return new AppError('embeddingFailed', 'The model did not answer in time.', { facts: { kind: 'timeout' } });
}
