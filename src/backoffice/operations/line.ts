import { z } from 'zod';
import { operation } from '../operation.ts';
import { country, day, id, masked, megabytes, moment, money, text } from '../values.ts';

const lineInput = z.object({ lineId: id });

/** Facts only the customer knows; a protective suspension needs two of them. */
const facts = z.object({
  planName: z.string().max(100).optional(),
  purchaseDate: day.optional(),
  cardLast4: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
});

const changed = z.object({ state: z.string(), at: moment, reference: id });

/** What an order can be in. */
export const orderStates = [
  'created',
  'paid',
  'awaiting-bank',
  'awaiting-id',
  'delivered',
  'cancelled',
  'refunded',
] as const;

/** What a line can be in. */
export const lineStates = [
  'not-installed',
  'installed',
  'active',
  'expired',
  'suspended',
  'pending-id',
  'pending-operator',
  'deleted',
] as const;

/** Orders, lines and their use. */
export const lineOperations = {
  'order.lookup': operation({
    summary: 'Finds orders by order number and e-mail (both must match), or all of a verified customer.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.union([z.object({ orderNumber: id, email: z.email() }), z.object({ customerId: id })]),
    output: z.object({
      orders: z.array(
        z.object({
          orderId: id,
          state: z.enum(orderStates),
          items: z.array(z.object({ planId: id, lineId: id.optional(), quantity: z.int().min(1) })),
          amount: money,
          paidAt: moment.optional(),
          payMethod: z.object({ type: z.string(), last4: z.string().optional() }).optional(),
          promo: z.string().optional(),
          soldBy: z.enum(['direct', 'app-store', 'reseller']).default('direct'),
          emailMasked: masked.optional(),
          deliveredAt: moment.optional(),
        }),
      ),
    }),
  }),
  'line.status': operation({
    summary: 'What is known of a line: state and why, validity, last registration, access point and networks.',
    does: 'read',
    needs: 'order',
    retry: 'safe',
    input: lineInput,
    output: z.object({
      state: z.enum(lineStates),
      suspendedBy: z.enum(['customer', 'provider']).optional(),
      reason: z.string().optional(),
      installedOn: z.string().optional(),
      iccidLast4: z.string().regex(/^\d{4}$/),
      number: z.string().optional(),
      planId: id.optional(),
      validFrom: moment.optional(),
      validUntil: moment.optional(),
      autoRenew: z.boolean().optional(),
      lastRegistration: z
        .object({ time: moment, network: z.string().optional(), country: country.optional() })
        .optional(),
      apn: z.string().optional(),
      networks: z.array(z.string()).default([]),
    }),
    hidden: ['number'],
  }),
  'line.refresh': operation({
    summary: 'Resets the network registration of a line and changes nothing else; the connection drops for a moment.',
    does: 'write',
    needs: 'order',
    retry: 'safe',
    input: lineInput,
    output: z.object({ accepted: z.boolean(), waitSeconds: z.int().min(0) }),
  }),
  'line.suspend': operation({
    summary: 'Stops a line; what is left on it stays. `protective` needs no code but two facts, and a person confirms.',
    does: 'write',
    needs: 'verified',
    waiver: { needs: 'order', field: 'facts', facts: 2, where: { reason: 'protective' } },
    retry: 'keyed',
    input: z.object({
      lineId: id,
      reason: z.enum(['lost', 'stolen', 'protective', 'request']),
      facts: facts.optional(),
    }),
    output: changed,
  }),
  'line.resume': operation({
    summary: 'Makes a line that its customer suspended work again; NOT_ALLOWED where the provider suspended it.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: lineInput,
    output: changed,
  }),
  'line.getPuk': operation({
    summary: 'Sends the PUK to the address on file. It is never part of the answer.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: lineInput,
    output: z.object({ deliveredTo: masked }),
  }),
  'usage.get': operation({
    summary: 'How much of the allowance is used. Without a code only the share is shown, not the amounts.',
    does: 'read',
    needs: 'order',
    retry: 'safe',
    input: lineInput,
    output: z.object({
      /** 0 to 100; 0 for a line that is used up, absent where data is unlimited. */
      remainingPercent: z.number().min(0).max(100).optional(),
      unlimited: z.boolean().default(false),
      usedMb: megabytes.optional(),
      remainingMb: megabytes.optional(),
      allowanceMb: megabytes.optional(),
      euRemainingMb: megabytes.optional(),
      throttled: z.boolean().optional(),
      throttleResetsAt: moment.optional(),
      voiceLeft: z.number().optional(),
      smsLeft: z.number().optional(),
      credit: money.optional(),
      asOf: moment,
      daily: z.array(z.object({ day, mb: megabytes })).default([]),
    }),
    hidden: ['usedMb', 'remainingMb', 'allowanceMb', 'euRemainingMb', 'voiceLeft', 'smsLeft', 'credit', 'daily'],
  }),
  'device.lookup': operation({
    summary: 'Whether a model can use an eSIM. `depends` where it is sold with and without, by market.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({
      brand: z.string().max(60).optional(),
      model: z.string().min(1).max(100),
      region: country.optional(),
    }),
    output: z.object({
      esim: z.enum(['yes', 'no', 'depends']),
      note: text.optional(),
      eidCheckNeeded: z.boolean(),
      minOs: z.string().optional(),
      maxProfiles: z.int().optional(),
    }),
  }),
};
