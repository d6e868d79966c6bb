import type { Entry } from '../../src/conversation/entry.ts';
import type { ConversationKey, Message } from '../../src/conversation/message.ts';
import type { Brain } from '../../src/service/brain.ts';
import { createCustomerView, type CustomerView } from '../../src/service/customer-view.ts';
import { createDesk, type Desk } from '../../src/service/desk.ts';
import { createFeed, type FeedEvent } from '../../src/service/feed.ts';
import { createLanes } from '../../src/service/lanes.ts';
import { createLeftAlone } from '../../src/service/left-alone.ts';
import { createResume, type Resume } from '../../src/service/resume.ts';
import { createResumeCodes } from '../../src/service/resume-codes.ts';
import type { Store } from '../../src/service/store.ts';
import { createTryLimit } from '../../src/service/try-limit.ts';
import { createTurns, type Turns } from '../../src/service/turn.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { keyOf } from './conversations.ts';

/** A message of a customer in the conversation `a`; its id is its text unless another is given. */
export function messageOf(text: string, rest: Partial<Message> = {}): Message {
  return { key: keyOf('a'), externalId: text, sender: { id: 'c1', name: 'Lin' }, text, at: 0, ...rest };
}

/** The codes of all worlds. */
export const resumeCodes = createResumeCodes('a secret for tests, long enough');

/** Turns and desk over one store, with a clock that a test moves. */
export interface ServiceWorld {
  readonly store: Store;
  readonly turns: Turns;
  readonly resume: Resume;
  readonly view: CustomerView;
  /** Looks after dialogs that were left alone, as the service does every minute. */
  readonly leftAlone: () => Promise<void>;
  readonly desk: Desk;
  readonly events: FeedEvent[];
  readonly clock: { now: number };
  /** Says something in conversation `a`. */
  readonly say: (text: string, rest?: Partial<Message>) => Promise<{ seq: number }>;
  readonly transcript: (key?: ConversationKey) => Promise<readonly Entry[]>;
}

/** Makes a world around a brain and a store; `wrap` may put something between the services and the store. */
export function serviceWorld(
  brain: Brain,
  given: Store | ((store: Store) => Store) = createMemoryStore(),
  wrap: (store: Store) => Store = typeof given === 'function' ? given : (store) => store,
): ServiceWorld {
  const store = typeof given === 'function' ? createMemoryStore() : given;
  const clock = { now: 1000 };
  const events: FeedEvent[] = [];
  const feed = createFeed((error) => {
    throw error;
  });
  feed.subscribeAll((event) => events.push(event));
  const deps = {
    store: wrap(store),
    inOrder: createLanes(),
    feed,
    now: () => clock.now,
    deliveryOn: (channel: string) => (channel === 'test' ? 'pending' : 'none'),
  };
  const turnDeps = { ...deps, brain: () => brain };
  let nonces = 0;
  const resume = createResume({
    ...turnDeps,
    codes: resumeCodes,
    newNonce: () => `nonce-${(nonces += 1)}`,
    limit: createTryLimit({ most: 10, perMs: 3_600_000, now: deps.now }),
    limitOfAll: createTryLimit({ most: 300, perMs: 3_600_000, now: deps.now }),
  });
  const turns = createTurns({ ...turnDeps, resume });
  const onError = (error: unknown) => {
    throw error;
  };
  return {
    store,
    turns,
    resume,
    view: createCustomerView({
      store,
      turns,
      feed,
      resume,
      addressOf: (link) => `https://site.test/#simpatico=${link}`,
      onError,
    }),
    leftAlone: createLeftAlone({ ...turnDeps, onError }),
    desk: createDesk({ ...deps, say: () => brain.say }),
    events,
    clock,
    say: (text, rest) => turns.handleMessage(messageOf(text, rest)),
    transcript: (key = keyOf('a')) => store.entriesAfter(key, 0, 1000),
  };
}

/** An entry in a few words, for comparing transcripts: `1 customer: hello`. */
export function lineOf({ seq, author, content }: Entry): string {
  switch (content.kind) {
    case 'message':
      return `${seq} ${author.role}: ${content.text.split('\n')[0] ?? ''}`;
    case 'owner':
      return `${seq} ${content.from} → ${content.to}: ${content.cause}`;
    case 'event':
      return `${seq} ${author.role} event ${content.name}`;
    case 'call':
      return `${seq} asks ${content.operation}`;
    case 'called':
      return `${seq} ${content.operation}: ${content.result}`;
  }
}
