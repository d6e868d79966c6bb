import { BackOfficeError } from './back-office-error.ts';

/** How often and how slowly a failed try is repeated. */
export interface RetryPolicy {
  /** Tries in all; default 3. */
  readonly tries: number;
  /** First wait, milliseconds; doubled for each further one, then between half and all of it at random. */
  readonly firstWaitMs: number;
  /** A server that asks for a longer wait than this is not asked again within the call. */
  readonly longestWaitMs: number;
}

/** Three tries within about a second: a traveller is waiting. */
export const defaultRetryPolicy: RetryPolicy = { tries: 3, firstWaitMs: 250, longestWaitMs: 2000 };

/** Waiting and chance, given from outside. `wait` ends early, without an error, when the signal is raised. */
export interface RetryDeps {
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly policy: RetryPolicy;
  readonly onRetry?: (attempt: number, error: BackOfficeError) => void;
}

/** Does the work, and again while its failure can heal by itself and tries are left. Throws the last failure. */
export async function withRetries<T>(work: () => Promise<T>, signal: AbortSignal, deps: RetryDeps): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const waitMs = attempt < deps.policy.tries ? waitBefore(error, attempt, deps) : undefined;
      if (waitMs === undefined || signal.aborted) throw error;
      deps.onRetry?.(attempt, error as BackOfficeError);
      await deps.wait(waitMs, signal);
      if (signal.aborted) throw error;
    }
  }
}

/** How long to wait before the next try, or undefined where another try would not help. */
function waitBefore(error: unknown, attempt: number, { random, policy }: RetryDeps): number | undefined {
  if (!(error instanceof BackOfficeError) || !canHeal(error)) return undefined;
  if (error.retryAfterMs !== undefined)
    return error.retryAfterMs <= policy.longestWaitMs ? error.retryAfterMs : undefined;
  const full = policy.firstWaitMs * 2 ** (attempt - 1);
  return Math.min(policy.longestWaitMs, full / 2 + (random() * full) / 2);
}

const canHeal = ({ code, by, retryAfterMs }: BackOfficeError) =>
  (code === 'UNAVAILABLE' && by !== 'us') || (code === 'LIMIT' && by !== 'customer' && retryAfterMs !== undefined);
