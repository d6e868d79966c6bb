import { describe, expect, it } from 'vitest';
import { Refused } from '../../src/web/widget/direct-line.ts';
import type { Outgoing } from '../../src/web/widget/memory.ts';
import { createOutbox, type Letter, type Outbox } from '../../src/web/widget/outbox.ts';

interface World {
  readonly outbox: Outbox;
  /** Ids in the order of their attempts. */
  readonly attempts: string[];
  readonly states: Map<string, string>;
  readonly stored: Map<string, Outgoing>;
  /** Resolves when a message has got into a state. */
  reaches(id: string, state: string): Promise<void>;
}

function newWorld(
  send: (letter: Letter, attempt: number) => Promise<void>,
  stored = new Map<string, Outgoing>(),
): World {
  const attempts: string[] = [];
  const states = new Map<string, string>();
  const waiting: (() => void)[] = [];
  const outbox = createOutbox({
    memory: {
      outgoing: () => [...stored.values()],
      saveOutgoing: (message) => void stored.set(message.id, message),
      removeOutgoing: (id) => void stored.delete(id),
    },
    send: (letter) => {
      attempts.push(letter.id);
      return send(letter, attempts.length);
    },
    onState: (id, state) => {
      states.set(id, state);
      for (const check of waiting) check();
    },
    random: () => 0,
  });
  const reaches = (id: string, state: string): Promise<void> =>
    new Promise((done) => {
      const check = (): void => {
        if (states.get(id) === state) done();
      };
      waiting.push(check);
      check();
    });
  return { outbox, attempts, states, stored, reaches };
}

const letter = (id: string): Letter => ({ id, text: id, locale: 'en', at: 0 });
/** Lets promises that are settled already take effect. */
const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('the outbox', () => {
  it('sends one after the other', async () => {
    const { outbox, attempts, reaches } = newWorld(() => settle());
    outbox.add(letter('a'));
    outbox.add(letter('b'));
    await reaches('b', 'sent');
    expect(attempts).toEqual(['a', 'b']);
    expect(outbox.isEmpty()).toBe(true);
  });

  it('tries again with the same id when the network is back, and keeps the order', async () => {
    const { outbox, attempts, reaches } = newWorld((_, attempt) =>
      attempt === 1 ? Promise.reject(new TypeError('Failed to fetch')) : settle(),
    );
    outbox.add(letter('a'));
    outbox.add(letter('b'));
    await settle();
    outbox.nudge();
    await reaches('b', 'sent');
    expect(attempts).toEqual(['a', 'a', 'b']);
  });

  it('sends what an earlier page left', async () => {
    const { outbox, reaches, stored } = newWorld(() => settle(), new Map([['a', letter('a')]]));
    outbox.nudge();
    await reaches('a', 'sent');
    expect(stored.size).toBe(0);
  });

  it('gives a message back that the service will never take, and goes on with the next', async () => {
    const { outbox, reaches, states } = newWorld(({ id }) =>
      id === 'a' ? Promise.reject(new Refused(413)) : settle(),
    );
    outbox.add(letter('a'));
    outbox.add(letter('b'));
    await reaches('b', 'sent');
    expect(states.get('a')).toBe('failed');
  });

  it('does not send what was seen in the transcript meanwhile', async () => {
    const { outbox, attempts, stored } = newWorld(() => Promise.reject(new TypeError('Failed to fetch')));
    outbox.add(letter('a'));
    await settle();
    outbox.confirm('a');
    outbox.nudge();
    await settle();
    expect(attempts).toEqual(['a']);
    expect(stored.size).toBe(0);
    expect(outbox.isEmpty()).toBe(true);
  });
});
