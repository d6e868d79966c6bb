import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BackOfficeError } from './back-office-error.ts';
import { createTurnstile } from './in-turn.ts';
import type { Ledger } from './ledger.ts';

const keptCall = z.object({
  inputHash: z.string(),
  startedAt: z.number(),
  /** Absent while nobody knows how it ended. */
  output: z.unknown().optional(),
  done: z.boolean(),
});

/** What a ledger of kept results holds, by idempotency key. */
export const keptCallsSchema = z.record(z.string(), keptCall);

/** See {@link keptCallsSchema}. */
export type KeptCalls = z.infer<typeof keptCallsSchema>;

/** Results by idempotency key, for back offices that do not keep keys themselves. */
export interface KeptResults {
  /**
   * Runs the work of a key once. The same key gives the kept result; with another input it throws CONFLICT; where an
   * earlier try was cut off it throws CONFLICT with reason `unknown-outcome`, because doing it again could be twice.
   * A failure that says nothing was done frees the key.
   */
  once(key: string, input: unknown, work: () => Promise<unknown>): Promise<unknown>;
}

/** What the results are kept with. A key is forgotten after `keepMs`; default 30 days. */
export interface KeptResultsDeps {
  readonly ledger: Ledger<KeptCalls>;
  readonly now: () => number;
  readonly keepMs?: number;
}

/** Keeps results in a ledger: the mark "begun" is saved before the work, the result before it is answered. */
export function createKeptResults({ ledger, now, keepMs = 30 * 24 * 60 * 60_000 }: KeptResultsDeps): KeptResults {
  const inTurn = createTurnstile();
  const running = new Map<string, { inputHash: string; result: Promise<unknown> }>();

  const change = (edit: (calls: KeptCalls) => KeptCalls) =>
    inTurn(async () => ledger.save(edit(young((await ledger.load()) ?? {}, now() - keepMs))));

  async function run(key: string, inputHash: string, work: () => Promise<unknown>): Promise<unknown> {
    const before = (await inTurn(() => ledger.load()))?.[key];
    if (before !== undefined) return again(before, inputHash);
    await change((calls) => ({ ...calls, [key]: { inputHash, startedAt: now(), done: false } }));
    try {
      const output = await work();
      await change((calls) => ({ ...calls, [key]: { inputHash, startedAt: now(), output, done: true } }));
      return output;
    } catch (error) {
      if (isSurelyUndone(error)) await change(({ [key]: _freed, ...others }) => others);
      throw error;
    }
  }

  return {
    once(key, input, work) {
      const inputHash = hashOf(input);
      const underWay = running.get(key);
      if (underWay !== undefined)
        return underWay.inputHash === inputHash ? underWay.result : Promise.reject(otherInput());
      const result = run(key, inputHash, work).finally(() => running.delete(key));
      running.set(key, { inputHash, result });
      return result;
    },
  };
}

function again(before: KeptCalls[string], inputHash: string): unknown {
  if (before.inputHash !== inputHash) throw otherInput();
  if (before.done) return before.output;
  throw new BackOfficeError('CONFLICT', 'us', 'An earlier try with this key was cut off; how it ended is not known.', {
    reason: 'unknown-outcome',
  });
}

const otherInput = () =>
  new BackOfficeError('CONFLICT', 'us', 'This idempotency key was used with another input.', { reason: 'key-reused' });

/** A time-out or a broken line may have come after the work was done; a refusal cannot. */
const isSurelyUndone = (error: unknown) => error instanceof BackOfficeError && error.code !== 'UNAVAILABLE';

const young = (calls: KeptCalls, since: number): KeptCalls =>
  Object.fromEntries(Object.entries(calls).filter(([, { startedAt }]) => startedAt >= since));

/** Hash of a value, whatever the order of its fields. */
function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)]));
}
