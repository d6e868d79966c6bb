import type { Priority } from './ticket.ts';

/** True when the customer asks for a person. Never argued with, in any state of the conversation. */
export function wantsHuman(signals: ReadonlySet<string>, choice: string | undefined): boolean {
  return choice === 'human' || signals.has('human');
}

/** The danger a message speaks of, if any; violence first, since its advice ("get to safety") holds for both. */
export function dangerIn(signals: ReadonlySet<string>): 'violence' | 'medical' | undefined {
  if (signals.has('violence')) return 'violence';
  return signals.has('medical') ? 'medical' : undefined;
}

/** The higher of two priorities. */
export function higher(a: Priority, b: Priority): Priority {
  const order: readonly Priority[] = ['normal', 'high', 'critical'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
