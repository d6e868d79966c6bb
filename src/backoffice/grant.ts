import { levels, type Level, type Operation } from './operation.ts';

/** What a customer has proven in a conversation. Plain data: it is kept with the conversation. */
export interface Grant {
  readonly level: Level;
  /** Orders and lines the proof is about; other ones stay closed. */
  readonly orderIds: readonly string[];
  readonly lineIds: readonly string[];
  readonly customerId?: string;
  /** What the back office gave for a right code; it may ask for it with later calls. */
  readonly token?: string;
  /** Milliseconds since 1970; after that the proof counts for nothing. */
  readonly expiresAt: number;
}

/** Nothing proven. */
export const noGrant: Grant = { level: 'none', orderIds: [], lineIds: [], expiresAt: Number.MAX_SAFE_INTEGER };

/** How long a proof lasts: as long as a conversation can be resumed, and a short while for what a code opens. */
const orderMs = 24 * 60 * 60_000;
const verifiedMs = 30 * 60_000;

/** Why a call is refused. */
export type Refusal = 'level' | 'other-order' | 'expired';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a proof is enough for an operation with this input; undefined means yes. */
export function refusalOf(operation: Operation, input: Fields, grant: Grant, now: number): Refusal | undefined {
  const needed = neededLevel(operation, input);
  if (needed === 'none') return undefined;
  if (grant.level !== 'none' && now >= grant.expiresAt) return 'expired';
  if (rank(grant.level) < rank(needed)) return 'level';
  return isAbout(input, grant) ? undefined : 'other-order';
}

/** The proof after a call that succeeded: `order.lookup` and `identity.checkCode` raise it, nothing else changes it. */
export function grantAfter(name: string, output: Fields, before: Grant, now: number): Grant {
  if (name === 'order.lookup') return withOrders(output, before, now);
  if (name !== 'identity.checkCode' || output.verified !== true) return before;
  const { customerId, token } = output;
  return {
    level: 'verified',
    orderIds: strings(output.orderIds),
    lineIds: strings(output.lineIds),
    ...(typeof customerId === 'string' ? { customerId } : {}),
    ...(typeof token === 'string' ? { token } : {}),
    expiresAt: now + verifiedMs,
  };
}

/** The output without what is not for somebody of this level. */
export function visibleOutput(operation: Operation, output: Fields, grant: Grant, now: number): Fields {
  const isVerified = grant.level === 'verified' && now < grant.expiresAt;
  if (operation.hidden === undefined || isVerified) return output;
  const hidden = operation.hidden;
  return Object.fromEntries(Object.entries(output).filter(([field]) => !hidden.includes(field)));
}

function neededLevel(operation: Operation, input: Fields): Level {
  // Looking up by customer shows all orders of a person: only that person may.
  if (input.customerId !== undefined) return 'verified';
  return isWaived(operation, input) ? (operation.waiver?.needs ?? operation.needs) : operation.needs;
}

function isWaived({ waiver }: Operation, input: Fields): boolean {
  if (waiver === undefined) return false;
  const value = input[waiver.field];
  const filled =
    typeof value === 'object' && value !== null ? Object.values(value).filter((fact) => fact !== undefined) : [value];
  if (filled.filter((fact) => fact !== undefined).length < (waiver.facts ?? 1)) return false;
  return Object.entries(waiver.where ?? {}).every(([field, wanted]) => input[field] === wanted);
}

function isAbout(input: Fields, grant: Grant): boolean {
  const { lineId, orderId, customerId } = input;
  if (typeof lineId === 'string' && !grant.lineIds.includes(lineId)) return false;
  if (typeof orderId === 'string' && !grant.orderIds.includes(orderId)) return false;
  return typeof customerId !== 'string' || customerId === grant.customerId;
}

function withOrders(output: Fields, before: Grant, now: number): Grant {
  const orders = Array.isArray(output.orders) ? (output.orders as readonly Fields[]) : [];
  if (orders.length === 0) return before;
  const items = orders.flatMap((order) => (Array.isArray(order.items) ? (order.items as readonly Fields[]) : []));
  const isFresh = before.level !== 'none' && now < before.expiresAt;
  // A code was for one customer: an order of somebody else does not come under it.
  if (isFresh && before.level === 'verified') return before;
  const kept = isFresh ? before : noGrant;
  return {
    level: 'order',
    orderIds: [...new Set([...kept.orderIds, ...strings(orders.map((order) => order.orderId))])],
    lineIds: [...new Set([...kept.lineIds, ...strings(items.map((item) => item.lineId))])],
    expiresAt: now + orderMs,
  };
}

const rank = (level: Level) => levels.indexOf(level);

const strings = (values: unknown): string[] =>
  Array.isArray(values) ? values.filter((value): value is string => typeof value === 'string') : [];
