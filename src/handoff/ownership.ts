import type { Owner } from '../conversation/conversation.ts';

/** Events that change who owns a conversation. */
export type OwnershipEvent = 'hand-over' | 'stop-waiting' | 'claim' | 'hand-back' | 'resolve' | 'write-again';

const transitions: Readonly<Record<Owner, Partial<Record<OwnershipEvent, Owner>>>> = {
  bot: { 'hand-over': 'queue' },
  queue: { 'stop-waiting': 'bot', claim: 'agent', resolve: 'nobody' },
  agent: { 'hand-back': 'bot', resolve: 'nobody' },
  nobody: { 'write-again': 'bot' },
};

/** The owner after an event, or undefined when the event does nothing in this state (idempotent). */
export function nextOwner(owner: Owner, event: OwnershipEvent): Owner | undefined {
  return transitions[owner][event];
}
