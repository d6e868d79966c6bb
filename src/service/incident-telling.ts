import type { Conversation } from '../conversation/conversation.ts';
import type { Delivery, Entry } from '../conversation/entry.ts';
import type { Incident, ToldIncident } from '../conversation/incident.ts';
import { keyText, parseKey, type ConversationKey } from '../conversation/message.ts';
import { incidentEnd, incidentNotice } from '../dialog/incident-words.ts';
import { AppError } from '../errors.ts';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { Brain } from './brain.ts';
import type { Feed } from './feed.ts';
import type { InOrder } from './lanes.ts';
import type { Store } from './store.ts';

export interface TellingDeps {
  readonly store: Pick<Store, 'load' | 'commit' | 'watched' | 'incident' | 'findIncidents' | 'saveIncident'>;
  readonly inOrder: InOrder;
  readonly feed: Pick<Feed, 'publish' | 'subscribeAll'>;
  readonly brain: () => Brain;
  readonly now: () => number;
  readonly deliveryOn: (channel: string) => Delivery;
  readonly onError: (error: unknown) => void;
}

/** Tells customers in their own conversations of incidents they reported, and of the end of those they know of. */
export interface IncidentTelling {
  /** To be called after an incident has changed. Resolves when all were told whom it concerns and no agent holds. */
  changed(incident: Incident): Promise<void>;
  /** Tells what should have been told, for example since the process was ended in between. */
  sweep(): Promise<void>;
  /** Hears no more, and waits for what is under way. */
  stop(): Promise<void>;
}

const mostAttempts = 3;

/**
 * Nobody is told twice: the message, and that it is told, are one commit, and its external id is in the transcript. Nobody is
 * forgotten: until then the store lists the conversation, and an incident keeps those who reported it. While an agent holds
 * a conversation the bot is silent, and tells when the agent lets go.
 */
export function createIncidentTelling(deps: TellingDeps): IncidentTelling {
  const { store, inOrder, feed, brain, now, onError } = deps;
  const underWay = new Set<Promise<void>>();

  function tracked(work: Promise<void>): Promise<void> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  /** Load, pure change, commit; again when something else was committed in between. */
  async function tell(key: ConversationKey, make: (conversation: Conversation) => Promise<Telling | undefined>) {
    await inOrder(keyText(key), async () => {
      for (let tries = 0; tries < mostAttempts; tries += 1) {
        const { conversation } = await store.load(key);
        const telling = conversation === undefined ? undefined : await make(conversation);
        if (conversation === undefined || telling === undefined) return;
        let outcome = outcomeOf(conversation, telling, deps);
        let result = await store.commit(outcome, conversation.version);
        // It was told before and is noted anew: only the note is put right.
        if (result === 'duplicate') {
          outcome = outcomeOf(conversation, { ...telling, messages: [] }, deps);
          result = await store.commit(outcome, conversation.version);
        }
        if (result === 'committed') feed.publish({ key, entries: outcome.entries, tickets: [] });
        if (result !== 'conflict') return;
      }
      throw new AppError('conflict', 'The conversation kept changing while an incident was told.');
    });
  }

  const tellEnds = (key: ConversationKey): Promise<void> =>
    tell(key, async (conversation) => {
      const known = await Promise.all((conversation.incidents ?? []).map(({ id }) => store.incident(id)));
      const open = new Set(known.flatMap((incident) => (incident?.state === 'open' ? [incident.id] : [])));
      const left = (conversation.incidents ?? []).filter(({ id }) => open.has(id));
      if (left.length === (conversation.incidents ?? []).length || conversation.owner === 'agent') return undefined;
      const language = languageOf(conversation);
      const ended = known.flatMap((incident) => (incident?.state === 'closed' ? [incident] : []));
      const messages = ended.map((incident) => ({
        text: incidentEnd(incident, { say: brain().say, language }),
        externalId: `incident:${incident.id}:over`,
      }));
      return { messages, incidents: left };
    });

  const tellBegin = (key: ConversationKey, incident: Incident): Promise<void> =>
    tell(key, async (conversation) => {
      const before = conversation.incidents ?? [];
      if (before.some(({ id, sure }) => id === incident.id && sure)) return undefined;
      const others = before.filter(({ id }) => id !== incident.id);
      const incidents = [...others, { id: incident.id, sure: true, at: now() }];
      // The agent who holds it will tell in their own words; the end is told by the bot all the same.
      if (conversation.owner === 'agent') return { messages: [], incidents };
      const { say, book } = brain();
      const language = languageOf(conversation);
      const text = incidentNotice(incident, true, {
        say,
        language,
        timeZone: book.timeZone,
        now: now(),
        heard: conversation.heard,
      });
      return { messages: [{ text, externalId: `incident:${incident.id}:known` }], incidents };
    });

  /** Those whose messages proposed it hear that it is known. */
  async function announce(incident: Incident): Promise<void> {
    for (const text of incident.reports) await tellBegin(parseKey(text), incident).catch(onError);
    const latest = await store.incident(incident.id);
    // Somebody changed it meanwhile: telling again is harmless, so the next sweep does it.
    if (latest?.state === 'open' && latest.reports.length > 0)
      await store.saveIncident({ ...latest, reports: [] }, latest.version);
  }

  async function end(incident: Incident): Promise<void> {
    const waiting = await store.watched();
    for (const { key, incidents } of waiting) {
      if (incidents.some(({ id }) => id === incident.id)) await tellEnds(key).catch(onError);
    }
  }

  async function sweep(): Promise<void> {
    const open = await store.findIncidents({ states: ['open'] });
    const alive = new Set(open.map(({ id }) => id));
    for (const { key, incidents } of await store.watched()) {
      if (incidents.some(({ id }) => !alive.has(id))) await tellEnds(key).catch(onError);
    }
    for (const incident of open) if (incident.reports.length > 0) await announce(incident);
  }

  const unsubscribe = feed.subscribeAll(({ key, entries }) => {
    const isFree = entries.some(({ content }) => content.kind === 'owner' && content.from === 'agent');
    if (isFree) void tracked(tellEnds(key).catch(onError));
  });

  return {
    changed: (incident) => {
      if (incident.state === 'closed') return tracked(end(incident));
      return incident.state === 'open' && incident.reports.length > 0 ? tracked(announce(incident)) : Promise.resolve();
    },
    sweep: () => tracked(sweep()),
    async stop() {
      unsubscribe();
      await Promise.allSettled(underWay);
    },
  };
}

/** What is said in a conversation, and the incidents it knows of afterwards. */
interface Telling {
  readonly messages: readonly { readonly text: string; readonly externalId: string }[];
  readonly incidents: readonly ToldIncident[];
}

function outcomeOf(
  conversation: Conversation,
  { messages, incidents }: Telling,
  { now, deliveryOn }: Pick<TellingDeps, 'now' | 'deliveryOn'>,
) {
  const language = languageOf(conversation);
  const entries = messages.map(({ text, externalId }, index): Entry => ({
    seq: conversation.lastSeq + 1 + index,
    at: now(),
    author: { role: 'bot', id: 'bot' },
    content: { kind: 'message', text, format: 'markdown', language },
    externalId,
    delivery: deliveryOn(conversation.key.channel),
  }));
  return {
    conversation: {
      ...conversation,
      incidents: incidents.length === 0 ? undefined : incidents,
      lastSeq: conversation.lastSeq + entries.length,
      updatedAt: now(),
    },
    entries,
    tickets: [],
  };
}

function languageOf({ language }: Conversation): LanguageCode {
  return isLanguageCode(language ?? '') ? (language as LanguageCode) : 'en';
}
