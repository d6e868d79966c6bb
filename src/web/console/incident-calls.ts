import type { ConsoleIncident } from '../../http/console-api.ts';

/** What an agent fills in: times are ISO 8601, null takes a fact away. */
export interface IncidentFields {
  readonly country: string;
  readonly places: readonly string[];
  readonly network: string | null;
  readonly services: ConsoleIncident['services'];
  readonly since: string;
  readonly expectedEnd: string | null;
  readonly notes: Readonly<Record<string, string>>;
}

/** The incidents' part of the agents' interface. */
export interface IncidentCalls {
  list(): Promise<readonly ConsoleIncident[]>;
  declare(fields: IncidentFields): Promise<ConsoleIncident>;
  /** Declares a proposed one. */
  accept(id: string, fields: IncidentFields): Promise<ConsoleIncident>;
  edit(id: string, fields: IncidentFields): Promise<ConsoleIncident>;
  end(id: string, how: 'close' | 'dismiss'): Promise<ConsoleIncident>;
}

/** Calls the service; the body decides between GET and the method, which is POST unless said. */
export type Call = <T>(path: string, body?: unknown, method?: 'POST' | 'PATCH') => Promise<T>;

export function createIncidentCalls(call: Call): IncidentCalls {
  const at = (id: string): string => `/incidents/${encodeURIComponent(id)}`;
  return {
    list: () => call('/incidents'),
    declare: (fields) => call('/incidents', withoutNulls(fields)),
    accept: (id, fields) => call(`${at(id)}/declare`, withoutNulls(fields)),
    edit: (id, { country: _stays, ...changes }) => call(at(id), changes, 'PATCH'),
    end: (id, how) => call(`${at(id)}/${how}`, {}),
  };
}

function withoutNulls(fields: IncidentFields): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** The fields of an incident as they are, for declaring or changing it. */
export function fieldsOf(incident: ConsoleIncident): IncidentFields {
  const { country, places, network = null, services, since, expectedEnd = null, notes } = incident;
  return { country, places, network, services, since, expectedEnd, notes };
}
