import { join } from 'node:path';
import type { BackOfficeError } from '../../src/backoffice/back-office-error.ts';
import { createCaller, type Caller, type CallerDeps } from '../../src/backoffice/call.ts';
import { noGrant, type Grant } from '../../src/backoffice/grant.ts';
import { createKeptResults } from '../../src/backoffice/kept-results.ts';
import { createMemoryLedger } from '../../src/backoffice/ledger.ts';
import { loadRules } from '../../src/backoffice/load-rules.ts';
import { createDemo, type DemoDeps } from '../../src/backoffice/demo/demo.ts';
import type { BackOffice, CallContext } from '../../src/backoffice/operations.ts';
import { createMemoryOutbox } from '../../src/backoffice/outbox.ts';
import { silentLogger } from '../../src/log.ts';
import { projectDir } from '../../src/paths.ts';

/** The rules that are delivered. */
export const ownRules = () => loadRules(join(projectDir, 'dialogs', 'rules'));

/** A caller that waits for nothing, so that retries are at once and the time limit never ends a call. */
export function callerOf(backOffice: BackOffice, now: () => number, rest: Partial<CallerDeps> = {}): Caller {
  return createCaller({
    backOffice,
    keptResults: createKeptResults({ ledger: createMemoryLedger(), now }),
    now,
    wait: (ms, signal) => (ms < 8000 ? Promise.resolve() : untilAborted(signal)),
    random: () => 0.5,
    logger: silentLogger,
    ...rest,
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => signal.addEventListener('abort', () => done()));
}

/** A context of one conversation. */
export function contextOf(grant: Grant = noGrant, idempotencyKey?: string): CallContext {
  return { providerId: 'alondra', conversationId: 'c1', language: 'en', grant, idempotencyKey };
}

/** The failure of a call; a call that succeeds is an error of the test. */
export async function failureFrom(call: Promise<unknown>): Promise<BackOfficeError> {
  return call.then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: BackOfficeError) => error,
  );
}

/** A demo with a clock that stands still until it is moved, and its outbox. */
export async function demoWorld(rest: Partial<DemoDeps> = {}) {
  let time = Date.parse('2026-05-10T10:00:00Z');
  let codes = 100_000;
  const outbox = createMemoryOutbox();
  const demo = createDemo({
    ledger: createMemoryLedger(),
    codesLedger: createMemoryLedger(),
    key: 'k'.repeat(32),
    rules: await ownRules(),
    outbox,
    now: () => time,
    newCode: () => String((codes += 1)),
    newToken: () => 'token',
    onUndelivered: () => undefined,
    ...rest,
  });
  return { demo, outbox, now: () => time, pass: (ms: number) => (time += ms) };
}

/** Opens a grant of a level for orders and lines of the demo, by their numbers. */
export function grantOf(level: Grant['level'], ...numbers: readonly number[]): Grant {
  return {
    level,
    customerId: 'C-1',
    orderIds: numbers.map((number) => `AL-${number}`),
    lineIds: numbers.map((number) => `L-${number}`),
    expiresAt: Number.MAX_SAFE_INTEGER,
  };
}
