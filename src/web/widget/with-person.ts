import type { ChatMessage } from './message.ts';

/** Whether a person is answering, or is waited for. */
export function isWithPerson(messages: readonly ChatMessage[]): boolean {
  for (const { note, from } of [...messages].reverse()) {
    if (from === 'agent' || note === 'waiting' || note === 'joined') return true;
    if (note !== undefined && note !== 'resumed') return false;
  }
  return false;
}
