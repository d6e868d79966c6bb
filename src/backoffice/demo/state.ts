import { z } from 'zod';
import { lineStates, orderStates } from '../operations/line.ts';
import { sentMessagesSchema } from '../kept-outbox.ts';
import { money } from '../values.ts';

const ms = z.number();

const customer = z.object({
  customerId: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string().optional(),
  emailChangedAt: ms.optional(),
  loginMethod: z.enum(['password', 'apple', 'google', 'guest']),
  locked: z.boolean().default(false),
  pending: z.object({ field: z.enum(['email', 'phone']), value: z.string() }).optional(),
});

const order = z.object({
  orderId: z.string(),
  customerId: z.string(),
  state: z.enum(orderStates),
  planId: z.string(),
  lineId: z.string().optional(),
  quantity: z.number(),
  amount: money,
  boughtAt: ms,
  card: z.object({ type: z.string(), last4: z.string() }),
  /** How often the amount was really taken. */
  payments: z.number(),
  promo: z.string().optional(),
  soldBy: z.enum(['direct', 'app-store', 'reseller']),
});

const line = z.object({
  lineId: z.string(),
  customerId: z.string(),
  planId: z.string(),
  iccid: z.string(),
  state: z.enum(lineStates),
  /** What it goes back to when it is resumed. */
  stateBefore: z.enum(lineStates).optional(),
  suspendedBy: z.enum(['customer', 'provider']).optional(),
  reason: z.string().optional(),
  installedOn: z.string().optional(),
  number: z.string().optional(),
  validFrom: ms.optional(),
  validUntil: ms.optional(),
  allowanceMb: z.number(),
  usedMb: z.number(),
  euAllowanceMb: z.number(),
  euUsedMb: z.number(),
  throttledUntil: ms.optional(),
  autoRenew: z.boolean(),
  lastSeen: z.object({ at: ms, network: z.string(), country: z.string() }).optional(),
  reissues: z.number(),
  activationCode: z.string(),
});

const refund = z.object({
  refundId: z.string(),
  orderId: z.string(),
  customerId: z.string(),
  state: z.enum(['received', 'approved', 'sent', 'declined']),
  amount: money,
  at: ms,
});

const kept = z.object({
  inputText: z.string(),
  output: z.unknown(),
  /** Sent after the change was saved, and again if the process ended before. */
  mails: sentMessagesSchema.element.omit({ at: true }).partial({ id: true }).array().default([]),
});

/** Everything the demo knows and changes; times in milliseconds since 1970. */
export const demoStateSchema = z.object({
  format: z.literal(1),
  seededAt: ms,
  /** Counts up for new numbers. */
  counter: z.number(),
  customers: z.array(customer),
  orders: z.array(order),
  lines: z.array(line),
  refunds: z.array(refund),
  cases: z.array(z.object({ caseNumber: z.string(), email: z.string().optional(), at: ms, queue: z.string() })),
  callbacks: z.array(z.object({ reference: z.string(), start: z.string(), language: z.string() })),
  reports: z.array(
    z.object({ reportId: z.string(), country: z.string(), place: z.string(), network: z.string(), at: ms }),
  ),
  subscriptions: z.array(z.object({ to: z.string() })),
  payments: z.array(
    z.object({ paymentRef: z.string(), optionId: z.string().optional(), about: z.string(), amount: money }),
  ),
  /** Answers already given, by operation and idempotency key. */
  kept: z.record(z.string(), kept),
});

/** See {@link demoStateSchema}. */
export type DemoState = z.infer<typeof demoStateSchema>;

/** A line of the demo. */
export type DemoLine = z.infer<typeof line>;

/** An order of the demo. */
export type DemoOrder = z.infer<typeof order>;

/** A customer of the demo. */
export type DemoCustomer = z.infer<typeof customer>;
