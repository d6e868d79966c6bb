import { isActiveIncident, type Incident, type IncidentState } from '../conversation/incident.ts';

/** Incidents that ended and are kept. */
const mostEnded = 100;

/** What saving an incident leads to; `list` is there only when something is to be written. */
export type SavedIncident =
  { readonly result: 'committed'; readonly list: readonly Incident[] } | { readonly result: 'conflict' };

/** The list with an incident written into it, without those that ended too long ago. The list before is not touched. */
export function withIncident(list: readonly Incident[], incident: Incident, expectedVersion: number): SavedIncident {
  const before = list.find(({ id }) => id === incident.id);
  if ((before?.version ?? 0) !== expectedVersion) return { result: 'conflict' };
  const saved = JSON.parse(JSON.stringify({ ...incident, version: expectedVersion + 1 })) as Incident;
  const others = list.filter(({ id }) => id !== incident.id);
  return { result: 'committed', list: withoutOldest([...others, saved]) };
}

/** Incidents in one of the states: active ones oldest first, then ended ones, the last first. */
export function incidentsIn(
  list: readonly Incident[],
  states: readonly IncidentState[],
  limit: number,
): readonly Incident[] {
  return list
    .filter(({ state }) => states.includes(state))
    .sort(byTurn)
    .slice(0, limit);
}

function byTurn(a: Incident, b: Incident): number {
  if (isActiveIncident(a) !== isActiveIncident(b)) return isActiveIncident(a) ? -1 : 1;
  const order = isActiveIncident(a) ? a.createdAt - b.createdAt : (b.endedAt ?? 0) - (a.endedAt ?? 0);
  return order || (a.id < b.id ? -1 : 1);
}

function withoutOldest(list: readonly Incident[]): readonly Incident[] {
  const ended = incidentsIn(list, ['closed', 'dismissed'], Number.POSITIVE_INFINITY);
  const dropped = new Set(ended.slice(mostEnded).map(({ id }) => id));
  return list.filter(({ id }) => !dropped.has(id));
}
