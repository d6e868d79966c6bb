import { describe, expect, it } from 'vitest';
import type { Owner } from '../../src/conversation/conversation.ts';
import { nextOwner, type OwnershipEvent } from '../../src/handoff/ownership.ts';

describe('ownership of a conversation', () => {
  const events = ['hand-over', 'stop-waiting', 'claim', 'hand-back', 'resolve', 'write-again'] as const;
  /** One line an owner, one column an event; `–` where the event does nothing. */
  const table: Readonly<Record<Owner, string>> = {
    bot: 'queue –   –     –   –      –  ',
    queue: '–     bot agent –   nobody –  ',
    agent: '–     –   –     bot nobody –  ',
    nobody: '–     –   –     –   –      bot',
  };
  const cases = Object.entries(table).flatMap(([owner, line]) =>
    line
      .trim()
      .split(/\s+/)
      .map((next, at): [Owner, OwnershipEvent, string] => [owner as Owner, events[at] ?? 'claim', next]),
  );

  it.each(cases)('of the %s, at %s, goes to: %s', (owner, event, next) => {
    expect(nextOwner(owner, event) ?? '–').toBe(next);
  });

  it('does not change when an event is told twice', () => {
    for (const [owner, event] of cases) {
      const once = nextOwner(owner, event) ?? owner;
      expect(nextOwner(once, event) ?? once).toBe(once);
    }
  });
});
