import type { ChatMessage } from './message.ts';

/**
 * Whether questions of the knowledge base would be in the way: a person is answering or waited for, or the assistant leads
 * through steps, where what is written answers it.
 */
export function isQuiet(messages: readonly ChatMessage[]): boolean {
  return isWithPerson(messages) || messages.findLast(({ from }) => from === 'bot')?.inDialog === true;
}

function isWithPerson(messages: readonly ChatMessage[]): boolean {
  for (const { note, from } of [...messages].reverse()) {
    if (from === 'agent' || note === 'waiting' || note === 'joined') return true;
    if (note !== undefined && note !== 'resumed') return false;
  }
  return false;
}
