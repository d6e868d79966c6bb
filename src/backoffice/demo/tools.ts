import { BackOfficeError } from '../back-office-error.ts';
import type { Rules } from '../load-rules.ts';
import type { Answer, Checked, HandlerContext, OperationName } from '../operations.ts';
import type { OutboxMessage } from '../outbox.ts';
import type { DemoCustomer, DemoLine, DemoOrder, DemoState } from './state.ts';

/** What a handler of the demo works with. `state` is a copy: it counts only when the handler returns. */
export interface Desk {
  readonly state: DemoState;
  readonly now: number;
  readonly rules: Rules;
  readonly context: HandlerContext;
  /** Sent after the change is saved. */
  mail(customer: DemoCustomer, kind: OutboxMessage['kind'], subject: string, text: string): void;
}

/** Handlers of the demo, each for one operation: change the state, give the answer. */
export type DemoHandlers = {
  readonly [Name in OperationName]?: (input: Checked<Name>, desk: Desk) => Answer<Name>;
};

/** A moment as operations give it. */
export const iso = (ms: number) => new Date(ms).toISOString();

/** The next number of a kind: `RF-000007`. */
export function nextNumber(state: DemoState, prefix: string): string {
  state.counter += 1;
  return `${prefix}-${String(state.counter).padStart(6, '0')}`;
}

/** A line, or NOT_FOUND. */
export function lineIn(state: DemoState, lineId: string): DemoLine {
  return found(
    state.lines.find((line) => line.lineId === lineId),
    'line',
  );
}

/** An order, or NOT_FOUND. */
export function orderIn(state: DemoState, orderId: string): DemoOrder {
  return found(
    state.orders.find((order) => order.orderId === orderId),
    'order',
  );
}

/** The customer an order or a line belongs to. */
export function ownerIn(state: DemoState, { customerId }: { readonly customerId: string }): DemoCustomer {
  return found(
    state.customers.find((customer) => customer.customerId === customerId),
    'customer',
  );
}

/** The order a line came with. */
export function orderOfLine(state: DemoState, { lineId }: DemoLine): DemoOrder {
  return found(
    state.orders.find((order) => order.lineId === lineId),
    'order',
  );
}

/** The value, or NOT_FOUND by the customer. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new BackOfficeError('NOT_FOUND', 'customer', `There is no such ${what}.`, { reason: what });
  return value;
}

/** Refuses with a reason the dialog can branch on. */
export function notAllowed(reason: string, message: string): BackOfficeError {
  return new BackOfficeError('NOT_ALLOWED', 'customer', message, { reason });
}
