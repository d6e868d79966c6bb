import { isActiveIncident, type Incident, type IncidentState } from '../conversation/incident.ts';
import { AppError } from '../errors.ts';
import { incidentId } from './incident-turn.ts';
import type { InOrder } from './lanes.ts';
import type { Store } from './store.ts';

/** What is declared. */
export type IncidentDraft = Pick<
  Incident,
  'country' | 'places' | 'network' | 'services' | 'since' | 'expectedEnd' | 'notes' | 'reference'
>;

/** What may be changed while an incident is open. `undefined` as a value takes an optional fact away. */
export type IncidentChanges = Partial<Omit<IncidentDraft, 'country' | 'reference'>>;

export interface IncidentsDeps {
  readonly store: Pick<Store, 'incident' | 'findIncidents' | 'saveIncident'>;
  readonly inOrder: InOrder;
  readonly now: () => number;
  /** Random letters and digits. */
  readonly newId: () => string;
  /** Called after every change, once it is stored. */
  readonly onChange: (incident: Incident) => void;
}

/** Declared outages, from the first word of them to their end. `by`: an agent's id, or `monitoring`. */
export interface Incidents {
  list(states: readonly IncidentState[]): Promise<readonly Incident[]>;
  /** Throws `notFound`. */
  read(id: string): Promise<Incident>;
  /** A draft with the reference of an incident that is open gives that one, and nothing is declared. */
  declare(draft: IncidentDraft, by: string): Promise<{ readonly incident: Incident; readonly isNew: boolean }>;
  /** Declares a proposed one as the draft says. Declaring it twice does nothing; throws `notFound`, or `conflict` once it ended. */
  accept(id: string, draft: IncidentDraft, by: string): Promise<Incident>;
  /** Throws `notFound`, or `conflict` unless it is open. */
  edit(id: string, changes: IncidentChanges): Promise<Incident>;
  /** Its end. Closing it twice does nothing; throws `notFound`, or `conflict` when it was never declared. */
  close(id: string, by: string): Promise<Incident>;
  /** A proposal that was none. Dismissing it twice does nothing; throws `notFound`, or `conflict` once it was declared. */
  dismiss(id: string, by: string): Promise<Incident>;
}

const mostAttempts = 5;
const lane = 'incident declarations';

export function createIncidents({ store, inOrder, now, newId, onChange }: IncidentsDeps): Incidents {
  async function read(id: string): Promise<Incident> {
    const incident = await store.incident(id);
    if (incident === undefined) throw new AppError('notFound', 'There is no such incident.');
    return incident;
  }

  /** Load, pure change, save; again when somebody else was faster. `make` gives nothing where nothing is to be done. */
  async function change(id: string, make: (before: Incident) => Incident | undefined): Promise<Incident> {
    for (let tries = 0; tries < mostAttempts; tries += 1) {
      const before = await read(id);
      const after = make(before);
      if (after === undefined) return before;
      const saved = { ...after, updatedAt: now() };
      if ((await store.saveIncident(saved, before.version)) === 'conflict') continue;
      onChange(saved);
      return read(id);
    }
    throw new AppError('conflict', 'The incident kept changing. Look at it again, then retry.');
  }

  async function declare(draft: IncidentDraft, by: string): ReturnType<Incidents['declare']> {
    if (draft.reference !== undefined) {
      const open = await store.findIncidents({ states: ['open'] });
      const same = open.find(({ reference }) => reference === draft.reference);
      if (same !== undefined) return { incident: same, isNew: false };
    }
    const id = incidentId(newId());
    const at = now();
    const incident: Incident = {
      ...draft,
      id,
      version: 0,
      state: 'open',
      reports: [],
      reported: 0,
      openedBy: by,
      createdAt: at,
      updatedAt: at,
    };
    await store.saveIncident(incident, 0);
    onChange(incident);
    return { incident: await read(id), isNew: true };
  }

  const end = (id: string, from: IncidentState, to: 'closed' | 'dismissed', by: string, refusal: string) =>
    change(id, (before) => {
      if (before.state === to) return undefined;
      if (before.state !== from) throw new AppError('conflict', refusal);
      return { ...before, state: to, closedBy: by, endedAt: now(), reports: [] };
    });

  return {
    list: (states) => store.findIncidents({ states }),
    read,
    // One after the other: a monitoring that asks twice at once must not declare twice.
    declare: (draft, by) => inOrder(lane, () => declare(draft, by)),
    accept: (id, draft, by) =>
      change(id, (before) => {
        if (before.state === 'open') return undefined;
        if (!isActiveIncident(before)) throw new AppError('conflict', 'The proposal was dismissed or has ended.');
        return { ...before, ...draft, state: 'open', openedBy: by };
      }),
    edit: (id, changes) =>
      change(id, (before) => {
        if (before.state !== 'open') throw new AppError('conflict', 'Only an open incident can be changed.');
        return { ...before, ...changes };
      }),
    close: (id, by) =>
      end(id, 'open', 'closed', by, 'The incident was never declared: declare or dismiss the proposal.'),
    dismiss: (id, by) => end(id, 'proposed', 'dismissed', by, 'The incident was declared: close it when it is over.'),
  };
}
