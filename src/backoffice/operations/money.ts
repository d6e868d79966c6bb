import { z } from 'zod';
import { operation } from '../operation.ts';
import { country, customerRef, day, id, masked, moment, money, text } from '../values.ts';

/** Why somebody wants money back. */
export const refundReasons = [
  'not-needed',
  'wrong-plan',
  'incompatible',
  'not-working',
  'double-charge',
  'unused-data',
  'other',
] as const;

const reason = z.enum(refundReasons);

/** The steps against the fault were gone through. */
const troubleshot = z.boolean().default(false);

/** Refunds, invoices and offers. */
export const moneyOperations = {
  'refund.checkEligibility': operation({
    summary: 'Applies the refund rules to an order. Promises nothing; `refund.create` decides.',
    does: 'read',
    needs: 'verified',
    retry: 'safe',
    input: z.object({ orderId: id, lineId: id.optional(), reason, troubleshot }),
    output: z.object({
      result: z.enum(['eligible-full', 'eligible-part', 'needs-review', 'not-eligible']),
      amount: money.optional(),
      /** `credit` where the rule gives no money back. */
      method: z.enum(['original', 'credit', 'either']).optional(),
      rule: z.string(),
      /** The clause in the customer's language, to be shown as it is. */
      clause: text,
      evidenceNeeded: z.array(z.string()).default([]),
      withdrawalUntil: moment.optional(),
    }),
  }),
  'refund.create': operation({
    summary: 'Asks for a refund of at most the amount the rules give; the eSIM is deactivated.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: z.object({ orderId: id, reason, troubleshot, amount: money, evidence: z.array(text).max(20).default([]) }),
    output: z.object({
      refundId: id,
      state: z.enum(['received', 'approved', 'sent', 'declined']),
      expectedBy: moment.optional(),
    }),
  }),
  'refund.status': operation({
    summary: 'How far a refund is.',
    does: 'read',
    needs: 'verified',
    retry: 'safe',
    input: z
      .object({ refundId: id.optional(), orderId: id.optional() })
      .refine((ask) => (ask.refundId ?? ask.orderId) !== undefined, { error: 'needs refundId or orderId' }),
    output: z.object({
      state: z.enum(['received', 'approved', 'sent', 'declined']),
      amount: money,
      sentAt: moment.optional(),
      bankReference: z.string().optional(),
      reason: text.optional(),
    }),
  }),
  'invoice.send': operation({
    summary: 'Sends the invoice of an order to the address on file.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: z.object({
      orderId: id,
      company: z.object({ name: text, taxId: z.string().max(40), address: text }).optional(),
    }),
    output: z.object({ invoiceNumber: id, sentTo: masked }),
  }),
  'promo.list': operation({
    summary: 'Offers that fit, best first.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({
      newCustomer: z.boolean().optional(),
      countries: z.array(country).default([]),
      days: z.int().min(1).optional(),
      date: day.optional(),
      group: z.int().min(1).optional(),
    }),
    output: z.object({
      promos: z.array(
        z.object({
          code: z.string().optional(),
          benefit: text,
          conditions: text,
          validUntil: day,
          automatic: z.boolean(),
          combinable: z.boolean(),
        }),
      ),
    }),
  }),
  'promo.validate': operation({
    summary: 'Whether a code works for a plan, and if not, exactly why.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({
      code: z.string().min(1).max(40),
      planId: id,
      quantity: z.int().min(1).default(1),
      newCustomer: z.boolean().optional(),
      otherCode: z.string().max(40).optional(),
      customerRef: customerRef.optional(),
    }),
    output: z.object({
      valid: z.boolean(),
      reason: z
        .enum(['expired', 'first-purchase', 'other-plan', 'minimum', 'already-used', 'not-combinable', 'unknown'])
        .optional(),
      clause: text.optional(),
      saving: money.optional(),
      validUntil: day.optional(),
    }),
  }),
};
