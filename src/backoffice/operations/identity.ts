import { z } from 'zod';
import { operation } from '../operation.ts';
import { customerRef, id, masked, moment, text } from '../values.ts';

const channel = z.enum(['email', 'sms']);

/** Proving who somebody is. */
export const identityOperations = {
  'identity.sendCode': operation({
    summary: 'Sends a one-time code of 6 digits. The answer is the same whether the customer exists or not.',
    does: 'write',
    needs: 'none',
    retry: 'never',
    input: z.object({ customerRef, channel, lostLineId: id.optional() }),
    output: z.object({ sent: z.boolean(), maskedTarget: masked, expiresAt: moment }),
  }),
  'identity.checkCode': operation({
    summary: 'Checks a one-time code; after 3 wrong ones it is void. Answers with what the customer owns when right.',
    does: 'write',
    needs: 'none',
    retry: 'never',
    input: z.object({ customerRef, code: z.string().regex(/^\d{6}$/, 'must be 6 digits') }),
    output: z.object({
      verified: z.boolean(),
      triesLeft: z.int().min(0),
      token: z.string().optional(),
      customerId: id.optional(),
      orderIds: z.array(id).optional(),
      lineIds: z.array(id).optional(),
    }),
  }),
  'identity.status': operation({
    summary: 'Tells whether the law asks for an identity document, and how far that is. Documents never pass the chat.',
    does: 'read',
    needs: 'order',
    retry: 'safe',
    input: z.object({ orderId: id }),
    output: z.object({
      required: z.boolean(),
      state: z.enum(['none', 'pending', 'approved', 'rejected']),
      reason: text.optional(),
      uploadUrl: z.url().optional(),
      acceptedDocuments: z.array(z.string()).default([]),
    }),
  }),
};
