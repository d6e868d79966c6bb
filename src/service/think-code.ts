import { newConversation, type Conversation } from '../conversation/conversation.ts';
import type { Message } from '../conversation/message.ts';
import type { Decision } from '../dialog/decision.ts';
import type { Brain } from './brain.ts';
import { incidentsAsBefore } from './incident-turn.ts';
import type { Redeemed } from './resume.ts';
import type { Outcome, Snapshot } from './store.ts';
import { languageOf } from './think.ts';
import type { TurnFacts } from './turn-context.ts';
import { TurnOutcome } from './turn-outcome.ts';

/** Whether a code in a conversation can be meant to continue another one: nothing is under way that it could answer. */
export function awaitsCode(conversation: Conversation | undefined): boolean {
  if (conversation === undefined) return true;
  const { owner, flow, pending, calls } = conversation;
  const isIdle = flow === undefined && calls === undefined && pending?.kind !== 'clarify';
  return (owner === 'bot' || owner === 'nobody') && isIdle;
}

/** Whether a message that looks like a code is an order number of the provider's. */
export function isOrderNumber({ text, at }: Message, { analyze, book }: Brain): boolean {
  const slot = { type: 'order-number', keep: false, listen: true, past: false } as const;
  return book.readSlot(analyze(text, {}), { flow: '', name: '', slot, isAsked: true, at }) !== undefined;
}

/**
 * The turn of a message that is a code, after it was tried; `asked` where none can be tried, and that is what is answered.
 * From a right one on the conversation shows the other one. Pure.
 */
export function thinkCode(
  { conversation: known }: Snapshot,
  message: Message,
  redeemed: Redeemed | { readonly kind: 'asked' },
  brain: Brain,
  facts: TurnFacts,
): Outcome {
  const before = known ?? newConversation(message.key, message.sender, message.at, message.locale);
  const found = redeemed.kind === 'continued' ? redeemed.conversation : undefined;
  const language = languageOf(before.language === undefined && found !== undefined ? found : before);
  const decision: Decision = { kind: 'resume', reason: redeemed.kind };
  // Right or mistyped by one sign: a code has no place in a transcript.
  const hidden = { ...message, text: '•'.repeat([...message.text.trim()].length) };
  const context = { brain, language, matches: [], decision, isForeign: false, incident: incidentsAsBefore(before) };
  const outcome = new TurnOutcome(before, { kind: 'message', message: hidden }, facts, context).build();
  if (found === undefined) return outcome;
  const continues = { key: found.key, after: outcome.conversation.lastSeq };
  // Nothing is added to it any more, so what leads to it must not work any more either.
  return { ...outcome, conversation: { ...outcome.conversation, continues, offer: undefined } };
}
