import { createHash } from 'node:crypto';
import { BackOfficeError } from '../backoffice/back-office-error.ts';
import type { Caller } from '../backoffice/call.ts';
import { noGrant, type Grant } from '../backoffice/grant.ts';
import { CallFailed, type AskBackOffice } from './calls.ts';

/** Asks the back office behind the caller for what dialogs need. The idempotency key of a call is made of its own key. */
export function createAsk(caller: Pick<Caller, 'callByName'>, providerId: string): AskBackOffice {
  return async ({ key, operation, input }, { conversationId, language, proof }) => {
    const grant = (proof as Grant | undefined) ?? noGrant;
    try {
      const context = { providerId, conversationId, language, grant, idempotencyKey: idempotencyKey(key) };
      const called = await caller.callByName(operation, input, context);
      return { output: called.output, proof: { ...called.grant } };
    } catch (error) {
      if (error instanceof BackOfficeError) throw new CallFailed(error.code, error);
      throw error;
    }
  };
}

/** A key of a call holds ids of channels, of any form and length: back offices get a short one of plain letters. */
function idempotencyKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
