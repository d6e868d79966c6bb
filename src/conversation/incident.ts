/** What an incident takes away. */
export const incidentServices = ['data', 'calls', 'sms'] as const;

export type IncidentService = (typeof incidentServices)[number];

/** All states: proposed by what customers tell, or declared; then over, or dismissed without ever having been declared. */
export const incidentStates = ['proposed', 'open', 'closed', 'dismissed'] as const;

export type IncidentState = (typeof incidentStates)[number];

/** An outage that the support team or the provider's monitoring has declared, or that customers' messages propose. */
export interface Incident {
  /** `INC-` and letters and digits; unique and stable. */
  readonly id: string;
  /** Number of changes; a change names the version it was made from. */
  readonly version: number;
  readonly state: IncidentState;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Towns or regions as they were typed; none: the whole country. */
  readonly places: readonly string[];
  /** Name of the mobile network; absent: all of them. */
  readonly network?: string;
  readonly services: readonly IncidentService[];
  /** Milliseconds since the epoch, as all times here. */
  readonly since: number;
  /** Absent: not known. */
  readonly expectedEnd?: number;
  /** What customers should know beside, by language code; plain text. */
  readonly notes: Readonly<Record<string, string>>;
  /** The monitoring's own name of it: the same one is not declared twice. */
  readonly reference?: string;
  /** Conversations whose customers are told when it is declared; empty afterwards. */
  readonly reports: readonly string[];
  /** How many conversations have proposed it; 0 where nobody's message did. */
  readonly reported: number;
  /** Who declared it: an agent's id, or `monitoring`. */
  readonly openedBy?: string;
  readonly closedBy?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was closed or dismissed. */
  readonly endedAt?: number;
}

/** True while somebody still has to do something about it. */
export function isActiveIncident({ state }: Pick<Incident, 'state'>): boolean {
  return state === 'proposed' || state === 'open';
}

/** An incident a customer was told of, whose end they will be told too. */
export interface ToldIncident {
  readonly id: string;
  /** False where it was told with "if you are in …", since the customer's place was not known. */
  readonly sure: boolean;
  readonly at: number;
}

/** Lack of service that a customer told of; of several alike an incident is proposed. */
export interface Trouble {
  /** When it was told. */
  readonly at: number;
  /** As slots hold places: `Seville (ES)`, or what was typed. Absent while it is not known. */
  readonly place?: string;
  /** Name of the network, if known. */
  readonly network?: string;
}
