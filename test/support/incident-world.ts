import type { Incident } from '../../src/conversation/incident.ts';
import { keyText, type ConversationKey } from '../../src/conversation/message.ts';
import { withFlowPhrases } from '../../src/dialog/flow-texts.ts';
import { compileKnowledge } from '../../src/knowledge/compile.ts';
import { parseKnowledge } from '../../src/knowledge/parse.ts';
import { createBrain, type Brain } from '../../src/service/brain.ts';
import { createCalls, type AskBackOffice } from '../../src/service/calls.ts';
import { createFeed } from '../../src/service/feed.ts';
import { withIncidents } from '../../src/service/incident-outages.ts';
import { createIncidentRoom, type IncidentRoom } from '../../src/service/incident-room.ts';
import type { IncidentDraft } from '../../src/service/incidents.ts';
import { createLanes } from '../../src/service/lanes.ts';
import type { Store } from '../../src/service/store.ts';
import { createTurns, type Turns } from '../../src/service/turn.ts';
import { createDesk, type Desk } from '../../src/service/desk.ts';
import { keyOf } from './conversations.ts';
import { smallModel, smallPublished, toTraditional } from './small-brain.ts';
import { edited } from './small-knowledge.ts';

/** A brain whose article `no-data` is a question about outages; with `dialog` it leads to that one at once. */
export async function incidentBrain(dialog?: 'no-signal' | 'outage-report'): Promise<Brain> {
  const published = await smallPublished();
  const leading = dialog === undefined ? '' : `dialog: ${dialog}, dialogStart: auto, `;
  const files = edited({ 'entries.yaml': (text) => text.replace('{id: no-data, ', `{id: no-data, ${leading}`) });
  const written = parseKnowledge(files, []);
  const settings = {
    ...published.flows.settings,
    incidents: {
      country: 'ES',
      intents: { 'no-data': ['data' as const] },
      proposal: { intents: ['no-data'], conversations: 3, minutes: 30 },
    },
  };
  const whole = {
    ...published,
    phrases: withFlowPhrases(published.phrases, published.flows.texts),
    knowledge: compileKnowledge(written, `small-${dialog ?? 'plain'}`, toTraditional),
    flows: { ...published.flows, settings },
  };
  return createBrain(whole, smallModel(whole));
}

/** Orange without data in Seville, from eight o'clock. */
export const seville: IncidentDraft = {
  country: 'ES',
  places: ['Sevilla'],
  network: 'Orange',
  services: ['data'],
  since: Date.parse('2026-08-12T08:00:00Z'),
  notes: {},
};

/** Customers, agents, incidents and a back office over one store. */
export interface IncidentWorld {
  readonly store: Store;
  readonly turns: Turns;
  readonly desk: Desk;
  readonly room: IncidentRoom;
  readonly clock: { now: number };
  /** Calls of dialogs that went to the back office. */
  readonly asked: string[];
  /** Says something in a conversation, and lets the back office answer. */
  say(text: string, conversation?: string, choice?: string): Promise<void>;
  /** Texts of the bot. */
  said(conversation?: string): Promise<readonly string[]>;
  /** Puts a button by the end of its value. */
  press(value: string, conversation?: string): Promise<void>;
  /** Changes of incidents. */
  readonly changes: readonly Incident[];
  /** Resolves when everything that was begun is done. */
  settle(): Promise<void>;
}

function raise(error: unknown): void {
  throw error;
}

/** Makes a world; the process before it, if any, left its data in `store`. */
export function incidentWorld(
  brain: Brain,
  store: Store,
  clock = { now: seville.since + 3_600_000 },
  onError = raise,
): IncidentWorld {
  const feed = createFeed(onError);
  const now = () => clock.now;
  const service = { store, inOrder: createLanes(), feed, now, deliveryOn: () => 'none' as const };
  const turns = createTurns({ ...service, brain: () => brain });
  const changes: Incident[] = [];
  let ids = 0;
  const room = createIncidentRoom({ ...service, brain: () => brain, newId: () => String((ids += 1)), onError });
  room.subscribe((incident) => changes.push(incident));
  const asked: string[] = [];
  const backOffice: AskBackOffice = async ({ operation }) => {
    asked.push(operation);
    return { output: operation === 'outage.list' ? { outages: [] } : {}, proof: {} };
  };
  const calls = createCalls({
    store,
    turns,
    // A feed of its own: calls are made only when swept.
    feed: createFeed(onError),
    ask: withIncidents(backOffice, { store, brain: () => brain, now }),
    onError,
  });
  let count = 0;

  async function say(text: string, conversation = 'a', choice?: string): Promise<void> {
    const key: ConversationKey = keyOf(conversation);
    count += 1;
    await turns.handleMessage({
      key,
      externalId: `${clock.now}-${count}`,
      sender: { id: keyText(key) },
      text,
      at: clock.now,
      ...(choice === undefined ? {} : { choice }),
    });
    while (((await store.load(key)).conversation?.calls ?? []).length > 0) await calls.sweep();
  }

  return {
    store,
    turns,
    desk: createDesk({ ...service, say: () => brain.say }),
    room,
    clock,
    asked,
    changes,
    say,
    async press(value, conversation = 'a') {
      const { conversation: found } = await store.load(keyOf(conversation));
      const button = found?.flow?.offered.find((offered) => offered.value.endsWith(`:${value}`));
      if (button === undefined) throw new Error(`No button ${value} at ${found?.flow?.step}.`);
      await say(button.title, conversation, button.value);
    },
    async said(conversation = 'a') {
      const entries = await store.entriesAfter(keyOf(conversation), 0, 1000);
      return entries.flatMap(({ author, content }) =>
        author.role === 'bot' && content.kind === 'message' ? [content.text] : [],
      );
    },
    settle: () => room.stop(),
  };
}
