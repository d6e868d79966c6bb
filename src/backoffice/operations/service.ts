import { z } from 'zod';
import { operation } from '../operation.ts';
import { contact, country, customerRef, id, masked, moment, text } from '../values.ts';

const slot = z.object({ start: moment, end: moment, agentLanguage: z.string() });
const urgency = z.enum(['low', 'normal', 'high', 'critical']);
const booked = z.object({ reference: id, confirmedSlot: slot.optional() });

const outage = z.object({
  id,
  network: z.string(),
  area: z.string(),
  services: z.array(z.enum(['data', 'calls', 'sms'])),
  since: moment,
  expectedEnd: moment.optional(),
  text,
  updatedAt: moment,
});

/** Disturbances of the network. */
export const outageOperations = {
  'outage.list': operation({
    summary: 'Known disturbances at a place.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({
      country,
      place: z.string().max(200).optional(),
      coordinates: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
      network: z.string().max(60).optional(),
    }),
    output: z.object({ outages: z.array(outage) }),
  }),
  'outage.report': operation({
    summary: 'Reports a disturbance nobody knew of.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({
      country,
      place: z.string().min(1).max(200),
      network: z.string().max(60),
      service: z.enum(['data', 'calls', 'all']),
      since: z.string().max(100),
      device: z.string().max(100).optional(),
      lineId: id.optional(),
    }),
    output: z.object({ reportId: id, similarReports: z.int().min(0) }),
  }),
  'outage.subscribe': operation({
    summary: 'Notes whom to tell when a disturbance ends; only with consent.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({
      outageId: id.optional(),
      reportId: id.optional(),
      contact,
      consent: z.literal(true, { error: 'nobody is written to without consent' }),
    }),
    output: z.object({ subscribed: z.boolean() }),
  }),
};

/** The customer's account. */
export const accountOperations = {
  'account.lookup': operation({
    summary: 'How an account logs in. Somebody unknown gets the answer `password`, so existence is not disclosed.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({ identifier: z.string().min(3).max(200) }),
    output: z.object({ loginMethod: z.enum(['password', 'apple', 'google', 'guest']) }),
  }),
  'account.sendReset': operation({
    summary: 'Sends a link to set a new password. The answer is the same whether an account exists or not.',
    does: 'write',
    needs: 'none',
    retry: 'never',
    input: z.object({ identifier: z.string().min(3).max(200), channel: z.enum(['email', 'sms']) }),
    output: z.object({ sent: z.boolean(), maskedTarget: masked, expiresAt: moment }),
  }),
  'account.updateContact': operation({
    summary: 'Changes e-mail or phone; takes effect when the new address has confirmed it.',
    does: 'write',
    needs: 'verified',
    retry: 'keyed',
    input: z.object({ field: z.enum(['email', 'phone']), value: z.string().min(3).max(200) }),
    output: z.object({ state: z.enum(['pending', 'done']), confirmationSentTo: masked }),
  }),
  'account.lock': operation({
    summary: 'Locks an account as a precaution; a person confirms within the hour.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({ customerRef, reason: text }),
    output: z.object({ locked: z.boolean(), reference: id }),
  }),
};

/** People: calls back, cases, handing over, and what is sent. */
export const contactOperations = {
  'callback.slots': operation({
    summary: 'When a colleague who speaks the language can call.',
    does: 'read',
    needs: 'none',
    retry: 'safe',
    input: z.object({
      language: z.string().max(20),
      channel: z.enum(['phone', 'whatsapp', 'wechat', 'video', 'email']),
      timezone: z.string().max(60),
      from: moment.optional(),
    }),
    output: z.object({ slots: z.array(slot) }),
  }),
  'callback.create': operation({
    summary: 'Books a call; only with consent.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({
      contact,
      language: z.string().max(20),
      slot: z.object({ start: moment }).optional(),
      topic: z.string().max(200),
      summary: text,
      consent: z.literal(true, { error: 'nobody is called without consent' }),
    }),
    output: booked,
  }),
  'callback.update': operation({
    summary: 'Moves or cancels a booked call.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({ reference: id, change: z.union([z.literal('cancel'), z.object({ start: moment })]) }),
    output: booked,
  }),
  'case.create': operation({
    summary: 'Opens a case for a team.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({
      queue: z.enum(['support', 'billing', 'security', 'network', 'sales', 'privacy']),
      topic: z.string().max(200),
      summary: text,
      contact,
      language: z.string().max(20),
      attachments: z.array(z.string().max(500)).max(20).default([]),
      urgency: urgency.default('normal'),
    }),
    output: z.object({ caseNumber: id, replyBy: moment }),
  }),
  'case.status': operation({
    summary: 'How far a case is; the e-mail must be the one of the case.',
    does: 'read',
    needs: 'order',
    retry: 'safe',
    input: z.object({ caseNumber: id, email: z.email() }),
    output: z.object({
      state: z.enum(['open', 'waiting', 'closed']),
      lastStep: text,
      nextStep: text.optional(),
      replyBy: moment.optional(),
    }),
  }),
  'handoff.create': operation({
    summary:
      'Hands a conversation to the provider’s own agents, where they do not work in the console of this service.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({ packet: z.record(z.string(), z.unknown()), urgency: urgency.default('normal') }),
    output: z.object({
      accepted: z.boolean(),
      waitSeconds: z.int().min(0).optional(),
      agentLanguage: z.string().optional(),
      openingHours: z.string().optional(),
    }),
  }),
  'guide.send': operation({
    summary: 'Sends an illustrated guide; only with consent.',
    does: 'write',
    needs: 'none',
    retry: 'keyed',
    input: z.object({
      guideId: id,
      language: z.string().max(20),
      device: z.string().max(100).optional(),
      contact,
      consent: z.literal(true, { error: 'nothing is sent without consent' }),
    }),
    output: z.object({ sent: z.boolean() }),
  }),
};
