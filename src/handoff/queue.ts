import type { Priority, Ticket } from './ticket.ts';

const rank: Readonly<Record<Priority, number>> = {
  critical: 0,
  high: 1,
  normal: 2,
};

/** The order in which tickets are served: by priority, then by due time, then by age. */
export function byUrgency(a: Ticket, b: Ticket): number {
  return (
    rank[a.priority] - rank[b.priority] || a.dueAt - b.dueAt || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
  );
}

/** Place of a ticket among the open ones, from 1; 0 when it does not wait. */
export function positionOf(ticketId: string, tickets: readonly Ticket[]): number {
  const waiting = tickets.filter((ticket) => ticket.status === 'open').sort(byUrgency);
  return waiting.findIndex((ticket) => ticket.id === ticketId) + 1;
}
