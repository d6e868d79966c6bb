import { z } from 'zod';
import { operation } from '../operation.ts';
import { country, id, masked, megabytes, moment, money, text } from '../values.ts';

const chosen = z.object({ lineId: id, optionId: id, paymentRef: id.optional() });

const plan = z.object({
  planId: id,
  name: z.string(),
  operator: z.string().optional(),
  networks: z.array(z.string()).default([]),
  /** Absent where data is unlimited. */
  dataMb: megabytes.optional(),
  euDataMb: megabytes.optional(),
  days: z.int().min(0),
  validityStart: z.enum(['purchase', 'installation', 'first-use']).optional(),
  voiceSms: z.string().optional(),
  number: z.boolean().optional(),
  hotspot: z.boolean().optional(),
  fairUse: text.optional(),
  idRequired: z.boolean().optional(),
  topUp: z.boolean().optional(),
  price: money,
  promoPrice: money.optional(),
  url: z.url().optional(),
});

const option = z.object({
  optionId: id,
  kind: z.enum(['topup', 'extend', 'change', 'new-esim']),
  dataMb: megabytes.optional(),
  days: z.int().min(0).optional(),
  price: money,
  effectOnRest: z.enum(['added', 'replaced', 'separate']),
  activeAt: z.enum(['now', 'after-current', 'first-use']),
  needsNewProfile: z.boolean(),
});

/** What can be bought, and buying it. */
export const planOperations = {
  'catalogue.listPlans': operation({
    summary: 'Plans for countries and a length of stay, best value first.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({
      countries: z.array(country).min(1).max(60),
      days: z.int().min(1).max(365).optional(),
      dataMb: megabytes.optional(),
      voice: z.boolean().optional(),
      newCustomer: z.boolean().optional(),
    }),
    output: z.object({ plans: z.array(plan) }),
  }),
  'catalogue.listOptions': operation({
    summary: 'What can be added to or made of a line: more data, more days, another plan.',
    does: 'read',
    needs: 'order',
    retry: 'safe',
    input: z.object({
      lineId: id,
      goal: z.enum(['more-data', 'more-days', 'bigger', 'smaller', 'other-countries', 'other-operator']),
    }),
    output: z.object({ options: z.array(option) }),
  }),
  'topup.create': operation({
    summary: 'Adds a bought option to a line. Needs a code, or the reference of a paid link.',
    does: 'write',
    needs: 'verified',
    waiver: { needs: 'order', field: 'paymentRef' },
    retry: 'keyed',
    input: chosen,
    output: z.object({
      state: z.enum(['done', 'pending', 'failed']),
      newRemainingMb: megabytes.optional(),
      newValidUntil: moment.optional(),
    }),
  }),
  'plan.change': operation({
    summary: 'Replaces the plan of a line; a new profile may have to be installed.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: chosen,
    output: z.object({
      state: z.enum(['done', 'pending', 'failed']),
      effectiveAt: moment,
      newLineId: id.optional(),
      needsInstall: z.boolean(),
    }),
  }),
  'plan.setAutoRenew': operation({
    summary: 'Switches automatic renewal on or off.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: z.object({ lineId: id, on: z.boolean() }),
    output: z.object({ autoRenew: z.boolean(), nextCharge: moment.optional() }),
  }),
  'payment.createLink': operation({
    summary: 'A page of the payment provider for one option. Card data never pass through the bot.',
    does: 'write',
    needs: 'order',
    retry: 'keyed',
    input: z
      .object({ lineId: id.optional(), orderId: id.optional(), optionId: id.optional(), amount: money })
      .refine((link) => (link.lineId ?? link.orderId) !== undefined, { error: 'needs lineId or orderId' }),
    output: z.object({
      url: z.url(),
      paymentRef: id,
      expiresAt: moment,
      state: z.enum(['open', 'paid', 'failed', 'expired']),
    }),
  }),
  'esim.resendActivation': operation({
    summary: 'Sends the activation code again, to the address on file. Shown in the chat only to a verified customer.',
    does: 'write',
    needs: 'order',
    retry: 'keyed',
    input: z.object({ lineId: id }),
    output: z.object({
      sentTo: masked.optional(),
      at: moment,
      smdp: z.string().optional(),
      activationCode: z.string().optional(),
      instructions: z.array(z.string()).optional(),
    }),
    hidden: ['smdp', 'activationCode'],
  }),
  'esim.reissue': operation({
    summary:
      'Makes a new profile for a line; the old one stops. NOT_ALLOWED while the old one may be the only way on-line.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: z.object({
      lineId: id,
      reason: z.enum(['code-used', 'deleted', 'new-phone', 'lost', 'stolen', 'error']),
      newDevice: z.object({ model: z.string().max(100), eid: z.string().max(40).optional() }).optional(),
      /** The customer has said that he is on-line by something else than this line. */
      otherConnection: z.boolean().default(false),
    }),
    output: z.object({
      state: z.enum(['issued', 'pending']),
      fee: money.optional(),
      reissuesLeft: z.int().min(0),
      sentTo: masked,
      oldProfileStopsAt: moment,
    }),
  }),
};
