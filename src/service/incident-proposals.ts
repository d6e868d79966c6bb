import type { Incident, Trouble } from '../conversation/incident.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import { fitOf, networkKey, placeKey, spotOf } from '../dialog/incident-fit.ts';
import { fold } from '../language/normalize.ts';
import type { Brain } from './brain.ts';
import type { Feed } from './feed.ts';
import type { InOrder } from './lanes.ts';
import { incidentId } from './incident-turn.ts';
import type { Store } from './store.ts';

export interface ProposalDeps {
  readonly store: Pick<Store, 'watched' | 'findIncidents' | 'saveIncident'>;
  readonly inOrder: InOrder;
  readonly feed: Pick<Feed, 'subscribeAll'>;
  readonly brain: () => Brain;
  readonly now: () => number;
  /** Random letters and digits. */
  readonly newId: () => string;
  readonly onChange: (incident: Incident) => void;
  readonly onError: (error: unknown) => void;
}

/** Proposes incidents to the agents from what customers tell. */
export interface IncidentProposals {
  /** Takes up what was told lately, before the process began. */
  start(): Promise<void>;
  /** Forgets trouble of too long ago. */
  sweep(): void;
  /** Resolves when what was heard so far is considered. */
  settled(): Promise<void>;
  /** Hears no more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Conversations that a proposal keeps, so that they can be told when it is declared. */
const mostReports = 50;
const lane = 'incident proposals';

interface Signal {
  readonly key: string;
  readonly at: number;
  readonly spot: { readonly country: string; readonly place: string; readonly network?: string };
}

/**
 * Counts conversations by place and network for as long as the settings say; no more is kept and nothing that is over is
 * read, so what a message costs does not grow with the past. Signals from before a like incident ended count no more.
 */
export function createIncidentProposals(deps: ProposalDeps): IncidentProposals {
  const { store, inOrder, brain, now } = deps;
  const groups = new Map<string, Map<string, Signal>>();
  const groupOf = new Map<string, string>();
  let underWay: Promise<unknown> = Promise.resolve();

  const oldest = (): number => now() - brain().book.incidents.proposal.minutes * 60_000;

  function forget(key: string): void {
    const name = groupOf.get(key) ?? '';
    const group = groups.get(name);
    group?.delete(key);
    if (group?.size === 0) groups.delete(name);
    groupOf.delete(key);
  }

  function hear(key: ConversationKey, trouble: Trouble): void {
    if (trouble.at <= oldest()) return;
    const found = signalOf(keyText(key), trouble, brain());
    if (found === undefined) return;
    const { name, signal } = found;
    // Nothing new: the same conversation with the same trouble in the same place.
    if (groups.get(name)?.get(signal.key)?.at === signal.at) return;
    forget(signal.key);
    const group = groups.get(name) ?? new Map<string, Signal>();
    groups.set(name, group.set(signal.key, signal));
    groupOf.set(signal.key, name);
    underWay = inOrder(lane, () => consider(name)).catch(deps.onError);
  }

  async function consider(name: string): Promise<void> {
    const { atlas, incidents } = brain().book;
    const recent = [...(groups.get(name)?.values() ?? [])].filter(({ at }) => at > oldest());
    const latest = recent.at(-1);
    if (latest === undefined) return;
    const { spot } = latest;
    const known = await store.findIncidents({ states: ['proposed', 'open', 'closed', 'dismissed'], limit: 1000 });
    const where = { place: `${spot.place} (${spot.country})`, network: spot.network };
    if (known.some((incident) => incident.state === 'open' && fitOf(incident, where, atlas) === 'sure')) return;
    const alike = known.filter((incident) => nameOf(incident, brain()).includes(name));
    const over = known.filter((incident) => incident.state === 'closed' && fitOf(incident, where, atlas) === 'sure');
    const ended = Math.max(0, ...[...alike, ...over].map(({ endedAt = 0 }) => endedAt));
    const counted = recent.filter(({ at }) => at > ended);
    const before = alike.find(({ state }) => state === 'proposed');
    const reports = [...new Set([...(before?.reports ?? []), ...counted.map(({ key }) => key)])];
    if (before === undefined && counted.length < incidents.proposal.conversations) return;
    if (before !== undefined && reports.length <= before.reports.length) return;
    const incident = before ?? proposalFor(counted, incidentId(deps.newId()), now());
    await save({ ...incident, reports: reports.slice(0, mostReports), reported: reports.length, updatedAt: now() });
  }

  async function save(incident: Incident): Promise<void> {
    // A conflict means that an agent has just declared or dismissed it.
    if ((await store.saveIncident(incident, incident.version)) === 'committed') deps.onChange(incident);
  }

  const unsubscribe = deps.feed.subscribeAll(({ key, trouble }) => {
    if (trouble !== undefined) hear(key, trouble);
  });

  return {
    async start() {
      for (const { key, trouble } of await store.watched()) if (trouble !== undefined) hear(key, trouble);
      await underWay;
    },
    sweep() {
      const signals = [...groups.values()].flatMap((group) => [...group.values()]);
      for (const { key, at } of signals) if (at <= oldest()) forget(key);
    },
    async settled() {
      await underWay;
    },
    async stop() {
      unsubscribe();
      await underWay;
    },
  };
}

/** A town counts, a whole country does not; without a network it counts with those of unknown network. */
function signalOf(
  key: string,
  { at, place, network }: Trouble,
  { book: { atlas } }: Brain,
): { readonly name: string; readonly signal: Signal } | undefined {
  if (place === undefined) return undefined;
  const { country, isCountry } = spotOf(place, atlas);
  if (isCountry) return undefined;
  const town = /^(.*) \([A-Z]{2}\)$/.exec(place)?.[1] ?? place;
  const shown = network === undefined ? undefined : (atlas.findNetwork(fold(network)) ?? network);
  const spot = { country, place: town, ...(shown === undefined ? {} : { network: shown }) };
  return { name: groupName(country, town, network, atlas), signal: { key, at, spot } };
}

/** Names of the groups an incident stands for, one a place. */
function nameOf({ country, places, network }: Incident, { book: { atlas } }: Brain): readonly string[] {
  return places.map((place) => groupName(country, place, network, atlas));
}

function groupName(country: string, place: string, network: string | undefined, atlas: Brain['book']['atlas']): string {
  return JSON.stringify([country, placeKey(place, atlas), network === undefined ? '' : networkKey(network, atlas)]);
}

function proposalFor(signals: readonly Signal[], id: string, now: number): Incident {
  const spot = signals[0]?.spot;
  return {
    id,
    version: 0,
    state: 'proposed',
    country: spot?.country ?? '',
    places: [spot?.place ?? ''],
    ...(spot?.network === undefined ? {} : { network: spot.network }),
    services: ['data', 'calls', 'sms'],
    since: Math.min(...signals.map(({ at }) => at)),
    notes: {},
    reports: [],
    reported: 0,
    createdAt: now,
    updatedAt: now,
  };
}
