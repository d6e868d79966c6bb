import { describe, expect, it } from 'vitest';
import { byUrgency, positionOf } from '../../src/handoff/queue.ts';
import type { Ticket } from '../../src/handoff/ticket.ts';
import { keyOf, ticketOf } from '../support/conversations.ts';
import { seededInt } from '../support/seeded-random.ts';

const ticket = (id: string, rest: Partial<Ticket>): Ticket => ticketOf(keyOf(id), { id, ...rest });

/** In the order in which they are served; each line says why it comes before the next one. */
const queue: readonly [Ticket, string][] = [
  [ticket('d', { priority: 'critical', dueAt: 900 }), 'danger goes first though it is due later'],
  [ticket('c', { priority: 'high', dueAt: 300 }), 'priority goes before due time'],
  [ticket('b', { priority: 'normal', dueAt: 100, createdAt: 9 }), 'due earlier, though it came later'],
  [ticket('f', { priority: 'normal', dueAt: 200, createdAt: 1 }), 'due at the same time, but older'],
  [ticket('a', { priority: 'normal', dueAt: 200, createdAt: 2 }), 'all the same: by id, so that the order is stable'],
  [ticket('e', { priority: 'normal', dueAt: 200, createdAt: 2 }), 'the last one'],
];

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const draw = seededInt(seed);
  const copy = [...list];
  return list.map(() => copy.splice(draw(copy.length), 1)[0] as T);
}

describe('the queue', () => {
  it('serves tickets by priority, due time, age and id, whatever order they are found in', () => {
    const expected = queue.map(([{ id }]) => id);
    for (let seed = 0; seed < 20; seed += 1) {
      const tickets = shuffled(queue, seed).map(([found]) => found);
      expect(tickets.sort(byUrgency).map(({ id }) => id)).toEqual(expected);
    }
  });

  it('tells the place of a ticket from 1', () => {
    const tickets = shuffled(queue, 1).map(([found]) => found);
    expect(queue.map(([{ id }]) => positionOf(id, tickets))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('counts only tickets that wait', () => {
    const tickets = [
      ticket('x', { priority: 'critical', status: 'claimed' }),
      ticket('y', { priority: 'critical', status: 'cancelled' }),
      ticket('z', {}),
    ];
    expect(positionOf('z', tickets)).toBe(1);
    expect(positionOf('x', tickets)).toBe(0);
    expect(positionOf('unknown', tickets)).toBe(0);
  });

  it('leaves the list it is asked about as it was', () => {
    const tickets = shuffled(queue, 2).map(([found]) => found);
    const before = [...tickets];
    positionOf('a', tickets);
    expect(tickets).toEqual(before);
  });
});
