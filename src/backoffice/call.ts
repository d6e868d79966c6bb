import { z } from 'zod';
import type { Logger } from '../log.ts';
import { BackOfficeError } from './back-office-error.ts';
import { grantAfter, refusalOf, visibleOutput, type Grant } from './grant.ts';
import { createGuessLimit } from './guess-limit.ts';
import type { KeptResults } from './kept-results.ts';
import type { Operation } from './operation.ts';
import {
  isOperationName,
  operationOf,
  type Answer,
  type BackOffice,
  type CallContext,
  type Checked,
  type HandlerContext,
  type Input,
  type OperationName,
  type Output,
} from './operations.ts';
import { defaultRetryPolicy, withRetries, type RetryPolicy } from './retry.ts';

/** An answer with the proof the customer has after it. */
export interface Called<Name extends OperationName> {
  readonly output: Output<Name>;
  readonly grant: Grant;
}

/** The one way to a back office, whichever it is. */
export interface Caller {
  readonly name: string;
  readonly abilities: ReadonlySet<string>;
  /** Does one operation. Throws `BackOfficeError` and nothing else. */
  call<Name extends OperationName>(name: Name, input: Input<Name>, context: CallContext): Promise<Called<Name>>;
  /** The same for a name that is known only at run time: of the table, or one of the provider's own operations. */
  callByName(
    name: string,
    input: Readonly<Record<string, unknown>>,
    context: CallContext,
  ): Promise<{ readonly output: unknown; readonly grant: Grant }>;
}

/** What the caller is made of. */
export interface CallerDeps {
  readonly backOffice: BackOffice;
  /** Used where the back office does not keep idempotency keys itself. */
  readonly keptResults: KeptResults;
  readonly now: () => number;
  /** Waits; ends early, without an error, when the signal is raised. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly logger: Logger;
  /** Operations that only this provider offers, by name. */
  readonly ownOperations?: ReadonlyMap<string, Operation>;
  /** Longest time a call may take, all tries together. Default 8 seconds. */
  readonly timeLimitMs?: number;
  readonly retry?: RetryPolicy;
}

/** Wrong order numbers a conversation may give within an hour. */
const guesses = { max: 10, spanMs: 60 * 60_000 };

/**
 * Puts around a back office what must be the same for all of them: abilities, levels, checks of what goes in and comes
 * out, idempotency keys, the time limit and the retries. Logs names, times and codes; never what customers gave or own.
 */
export function createCaller(deps: CallerDeps): Caller {
  const { backOffice, now, logger } = deps;
  const limit = createGuessLimit({ now, ...guesses });

  async function callByName(name: string, input: unknown, context: CallContext) {
    const operation = isOperationName(name) ? operationOf(name) : deps.ownOperations?.get(name);
    if (operation === undefined || !backOffice.abilities.has(name))
      throw new BackOfficeError('NOT_SUPPORTED', 'provider', `${backOffice.name} cannot do ${name}.`);
    const checked = checkInput(name, operation, input);
    checkLevel(name, operation, checked, context.grant, now());
    checkKey(name, operation, context);
    checkGuesses(name, context.conversationId);
    const raw = await attempt(name, operation, checked, context);
    const output = checkOutput(name, operation, raw, backOffice.name);
    const grant = grantAfter(name, output, context.grant, now());
    return { output: visibleOutput(operation, output, grant, now()), grant };
  }

  function checkGuesses(name: string, conversationId: string): void {
    const waitMs = name === 'order.lookup' ? limit.waitMs(conversationId) : 0;
    if (waitMs > 0)
      throw new BackOfficeError('LIMIT', 'customer', 'Too many unknown orders.', { retryAfterMs: waitMs });
  }

  async function attempt(name: string, operation: Operation, input: unknown, context: CallContext) {
    const started = now();
    try {
      const output = await inTime(name, (signal) => run(name, operation, input, { ...context, signal }), deps);
      logger.info({ operation: name, backOffice: backOffice.name, ms: now() - started }, 'back office answered');
      return output;
    } catch (error) {
      const failure = asFailure(error, name);
      if (name === 'order.lookup' && failure.code === 'NOT_FOUND') limit.failed(context.conversationId);
      const facts = { operation: name, backOffice: backOffice.name, ms: now() - started };
      logger.warn({ ...facts, code: failure.code, by: failure.by, reason: failure.reason }, 'back office failed');
      throw failure;
    }
  }

  function run(name: string, operation: Operation, input: unknown, context: HandlerContext): Promise<unknown> {
    const once = () => performAny(backOffice, name, input, context);
    const mayRetry = operation.retry === 'safe' || (operation.retry === 'keyed' && backOffice.keepsKeys);
    const work = mayRetry ? () => withRetries(once, context.signal, retryDeps(name)) : once;
    const key = context.idempotencyKey;
    if (operation.retry !== 'keyed' || backOffice.keepsKeys || key === undefined) return work();
    return deps.keptResults.once(`${name} ${key}`, input, work);
  }

  const retryDeps = (name: string) => ({
    wait: deps.wait,
    random: deps.random,
    policy: deps.retry ?? defaultRetryPolicy,
    onRetry: (tries: number, { code }: BackOfficeError) =>
      logger.info({ operation: name, backOffice: backOffice.name, tries, code }, 'asking the back office again'),
  });

  return {
    name: backOffice.name,
    abilities: backOffice.abilities,
    call: async <Name extends OperationName>(name: Name, input: Input<Name>, context: CallContext) => {
      const { output, grant } = await callByName(name, input, context);
      return { output: output as Output<Name>, grant };
    },
    callByName,
  };
}

/** The types of name, input and answer belong together; only this one place cannot show it to the compiler. */
function performAny(backOffice: BackOffice, name: string, input: unknown, context: HandlerContext) {
  return backOffice.perform(name as OperationName, input as Checked<OperationName>, context) as Promise<
    Answer<OperationName>
  >;
}

async function inTime<T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  { wait, timeLimitMs = 8000 }: CallerDeps,
): Promise<T> {
  const givenUp = new AbortController();
  const finished = new AbortController();
  const tooLate = wait(timeLimitMs, finished.signal).then(() => {
    if (finished.signal.aborted) return new Promise<never>(() => undefined);
    givenUp.abort();
    throw new BackOfficeError('UNAVAILABLE', 'provider', `${name} took longer than ${timeLimitMs} ms.`, {
      reason: 'time-limit',
    });
  });
  try {
    return await Promise.race([work(givenUp.signal), tooLate]);
  } finally {
    finished.abort();
  }
}

function checkInput(name: string, { input: schema }: Operation, input: unknown): Readonly<Record<string, unknown>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data as Readonly<Record<string, unknown>>;
  // Only where and which rule: zod's messages never quote the value.
  throw new BackOfficeError('NOT_ALLOWED', 'us', `${name} was called with a wrong input: ${where(parsed.error)}`, {
    reason: 'bad-input',
  });
}

function checkOutput(name: string, { output: schema }: Operation, output: unknown, from: string) {
  const parsed = schema.safeParse(output);
  if (parsed.success) return parsed.data as Readonly<Record<string, unknown>>;
  throw new BackOfficeError(
    'UNAVAILABLE',
    'provider',
    `${from} gave a wrong answer to ${name}: ${where(parsed.error)}`,
    {
      reason: 'bad-output',
    },
  );
}

function checkLevel(
  name: string,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  grant: Grant,
  now: number,
): void {
  const refusal = refusalOf(operation, input, grant, now);
  if (refusal === undefined) return;
  throw new BackOfficeError('NOT_VERIFIED', 'customer', `${name} needs the level ${operation.needs}.`, {
    reason: refusal,
  });
}

function checkKey(name: string, operation: Operation, { idempotencyKey }: CallContext): void {
  if (operation.retry !== 'keyed' || (idempotencyKey !== undefined && /^[\w:.-]{8,200}$/.test(idempotencyKey))) return;
  throw new BackOfficeError(
    'NOT_ALLOWED',
    'us',
    `${name} needs an idempotency key of 8 to 200 letters, digits or ":.-_".`,
    { reason: 'no-key' },
  );
}

function asFailure(error: unknown, name: string): BackOfficeError {
  if (error instanceof BackOfficeError) return error;
  return new BackOfficeError('UNAVAILABLE', 'us', `${name} broke.`, { reason: 'internal', cause: error });
}

const where = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join('.') || 'it'} – ${issue.message}`).join('; ');
