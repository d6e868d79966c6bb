import { BackOfficeError } from '../back-office-error.ts';
import { createCodes, type CodeOwner, type CodesState } from '../identity/codes.ts';
import { createTurnstile } from '../in-turn.ts';
import type { Ledger } from '../ledger.ts';
import type { Rules } from '../load-rules.ts';
import {
  operationNames,
  operationOf,
  type BackOffice,
  type HandlerContext,
  type OperationName,
} from '../operations.ts';
import type { Outbox } from '../outbox.ts';
import type { CustomerRef } from '../values.ts';
import { lineHandlers, stateOf } from './line-handlers.ts';
import { moneyHandlers } from './money-handlers.ts';
import { planHandlers } from './plan-handlers.ts';
import { seedDemo } from './seed.ts';
import { serviceHandlers } from './service-handlers.ts';
import type { DemoState } from './state.ts';
import type { DemoHandlers, Desk } from './tools.ts';

/** What the demo is made of. */
export interface DemoDeps {
  readonly ledger: Ledger<DemoState>;
  readonly codesLedger: Ledger<CodesState>;
  /** Secret the codes are hashed with. */
  readonly key: string;
  readonly rules: Rules;
  readonly outbox: Outbox;
  readonly now: () => number;
  readonly newCode: () => string;
  readonly newToken: () => string;
  readonly onUndelivered: (error: unknown) => void;
}

const handlers: DemoHandlers = { ...lineHandlers, ...planHandlers, ...moneyHandlers, ...serviceHandlers };

type AnyHandler = (input: unknown, desk: Desk) => unknown;

/**
 * A provider that exists only here: 15 orders that show everything a traveller meets, seeded at the first call. It can do
 * every operation. Changes and answers to idempotency keys are saved together before they are given, so that a key is
 * never worked off twice, whenever the process ends.
 */
export function createDemo(deps: DemoDeps): BackOffice {
  const { ledger, now } = deps;
  const inTurn = createTurnstile();
  const codes = createCodes({
    ...deps,
    ledger: deps.codesLedger,
    // In turn with the changes: two that load at once, the first time, would each seed and one lose its change.
    find: async (ref) => ownerFor(await inTurn(load), ref, now()),
  });

  async function load(): Promise<DemoState> {
    const state = await ledger.load();
    if (state !== undefined) return state;
    const fresh = seedDemo(now());
    await ledger.save(fresh);
    return fresh;
  }

  async function work(name: OperationName, input: unknown, context: HandlerContext): Promise<unknown> {
    const handler = handlers[name] as AnyHandler;
    const state = await load();
    // A call that was given up while it waited for its turn must not change anything.
    context.signal.throwIfAborted();
    const mails: Mail[] = [];
    const key = context.idempotencyKey === undefined ? undefined : `${name} ${context.idempotencyKey}`;
    const desk: Desk = { state, now: now(), rules: deps.rules, context, mail: mailInto(mails, key, context.language) };
    if (operationOf(name).does === 'read') return handler(input, desk);
    const before = key === undefined ? undefined : state.kept[key];
    if (before !== undefined) return again(before, input);
    const output = handler(input, desk);
    if (key !== undefined) state.kept[key] = { inputText: JSON.stringify(input), output, mails };
    await ledger.save(state);
    await sendAll(mails);
    return output;
  }

  async function sendAll(mails: readonly Mail[]): Promise<void> {
    for (const mail of mails) await deps.outbox.send(mail).catch(deps.onUndelivered);
  }

  async function again(before: DemoState['kept'][string], input: unknown): Promise<unknown> {
    if (before.inputText !== JSON.stringify(input))
      throw new BackOfficeError('CONFLICT', 'us', 'This idempotency key was used with another input.', {
        reason: 'key-reused',
      });
    // The process may have ended between the change and its mail.
    await sendAll(before.mails);
    return before.output;
  }

  return {
    name: 'demo',
    abilities: new Set(operationNames),
    keepsKeys: true,
    perform: ((name: OperationName, input: never, context: HandlerContext) => {
      if (name === 'identity.sendCode') return codes.send(input, context);
      if (name === 'identity.checkCode') return codes.check(input, context);
      return inTurn(() => work(name, input, context));
    }) as BackOffice['perform'],
  };
}

type Mail = DemoState['kept'][string]['mails'][number];

/** A message is named after what caused it: sent again, it is the same one. */
function mailInto(mails: Mail[], key: string | undefined, language: string): Desk['mail'] {
  return ({ email }, kind, subject, text) => {
    const id = key === undefined ? {} : { id: `${key} ${mails.length + 1}` };
    mails.push({ ...id, to: { email }, kind, language, subject, text });
  };
}

/** Who is meant: all that is given must fit the same customer. */
function ownerFor(state: DemoState, ref: CustomerRef, now: number): CodeOwner | undefined {
  const byOrder = state.orders.find((order) => order.orderId === ref.orderNumber?.trim().toUpperCase());
  if (ref.orderNumber !== undefined && byOrder === undefined) return undefined;
  const customer = state.customers.find(
    ({ customerId, email, phone }) =>
      (byOrder === undefined || byOrder.customerId === customerId) &&
      (ref.email === undefined || ref.email.trim().toLowerCase() === email) &&
      (ref.phone === undefined || ref.phone.replace(/[^\d+]/g, '') === phone),
  );
  if (customer === undefined) return undefined;
  const { customerId, email, phone } = customer;
  const own = state.lines.filter((line) => line.customerId === customerId);
  return {
    customerId,
    email,
    ...(phone === undefined ? {} : { phone }),
    orderIds: state.orders.filter((order) => order.customerId === customerId).map((order) => order.orderId),
    lineIds: own.map((line) => line.lineId),
    isPhoneDead: own.some((line) => line.number === phone && phone !== undefined && stateOf(line, now) !== 'active'),
  };
}
