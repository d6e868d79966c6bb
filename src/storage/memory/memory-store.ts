import type { Incident } from '../../conversation/incident.ts';
import { keyText } from '../../conversation/message.ts';
import { AppError } from '../../errors.ts';
import type { Store } from '../../service/store.ts';
import { incidentsIn, withIncident } from '../incident-list.ts';
import {
  applyOutcome,
  keyOfOffer,
  keysDue,
  oldestPending,
  pageAfter,
  pendingOf,
  snapshotOf,
  ticketsDue,
  watchedIn,
  withDelivery,
  type ConversationRecord,
} from '../record.ts';

/**
 * A store that forgets everything with the process: for tests, trials and evaluation. It keeps every promise of
 * `Store` except surviving a crash. `now` decides how long trouble is watched.
 */
export function createMemoryStore(now: () => number = () => 0): Store {
  const records = new Map<string, ConversationRecord>();
  let incidents: readonly Incident[] = [];
  let closed = false;

  /** One step without an `await` inside: that alone makes each operation atomic. */
  async function step<T>(work: () => T): Promise<T> {
    if (closed) throw new AppError('storageFailed', 'The store is closed.');
    return work();
  }

  return {
    load: (key, options) => step(() => snapshotOf(records.get(keyText(key)), options?.externalId)),
    commit: (outcome, expectedVersion) =>
      step(() => {
        const name = keyText(outcome.conversation.key);
        const next = applyOutcome(records.get(name), outcome, expectedVersion);
        if (next.result === 'committed') records.set(name, next.record);
        return next.result;
      }),
    entriesAfter: (key, after, limit = 100) => step(() => pageAfter(records.get(keyText(key)), after, limit)),
    pending: (limit) =>
      step(() =>
        oldestPending(
          [...records.values()].map((record) => ({
            key: record.conversation.key,
            pending: pendingOf(record),
          })),
          limit,
        ),
      ),
    markDelivery: (key, seq, delivery) =>
      step(() => {
        const name = keyText(key);
        const next = withDelivery(records.get(name), seq, delivery);
        if (next !== undefined) records.set(name, next);
      }),
    findTickets: ({ statuses, limit = 200 }) =>
      step(() =>
        ticketsDue(
          [...records.values()].flatMap(({ tickets }) => tickets),
          statuses,
          limit,
        ),
      ),
    watched: () =>
      step(() => [...records.values()].flatMap(({ conversation }) => watchedIn(conversation, now()) ?? [])),
    incident: (id) => step(() => incidents.find((one) => one.id === id)),
    findIncidents: ({ states, limit = 200 }) => step(() => incidentsIn(incidents, states, limit)),
    saveIncident: (incident, expectedVersion) =>
      step(() => {
        const saved = withIncident(incidents, incident, expectedVersion);
        if (saved.result === 'committed') incidents = saved.list;
        return saved.result;
      }),
    due: (now, limit) =>
      step(() =>
        keysDue(
          [...records.values()].map(({ conversation }) => conversation),
          now,
          limit,
        ),
      ),
    findOffer: (codeHash, now) =>
      step(() =>
        keyOfOffer(
          [...records.values()].map(({ conversation }) => conversation),
          codeHash,
          now,
        ),
      ),
    erase: (key) => step(() => void records.delete(keyText(key))),
    close: async () => {
      closed = true;
      records.clear();
      incidents = [];
    },
  };
}
