import type { Priority } from './ticket.ts';

/** Time to the first human reply by priority, in milliseconds. */
export type ServiceLevels = Readonly<Record<Priority, number>>;

const minute = 60_000;

/** Five minutes for danger and fraud, half an hour for a traveller without service, four hours for the rest. */
export const defaultServiceLevels: ServiceLevels = {
  critical: 5 * minute,
  high: 30 * minute,
  normal: 240 * minute,
};
