import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { DirectLineDeps } from '../../src/channels/directline/deps.ts';
import { createDirectLine, type DirectLine } from '../../src/channels/directline/directline.ts';
import { newConversation } from '../../src/conversation/conversation.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import { keyText, type ConversationKey, type Message } from '../../src/conversation/message.ts';
import { silentLogger } from '../../src/log.ts';
import { createFeed } from '../../src/service/feed.ts';
import { createLanes } from '../../src/service/lanes.ts';
import type { Store } from '../../src/service/store.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';

/** Secret of the servers made here. */
export const secret = 'a secret for tests, long enough';

/** A Direct Line server whose bot repeats what it hears. */
export interface EchoServer {
  /** Without the protocol's path. */
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly directLine: DirectLine;
  /** Messages the bot took, as they came. */
  readonly received: readonly Message[];
  /** Appends entries to a conversation, as an agent or the bot would. */
  say(conversationId: string, ...entries: readonly Omit<Entry, 'seq' | 'at' | 'delivery'>[]): Promise<void>;
  /** Ends all connections. The store stays open. */
  close(): Promise<void>;
}

/** Options; the others of Direct Line are made here. */
export interface EchoServerOptions extends Partial<DirectLineDeps> {
  readonly uploadDir: string;
  readonly store?: Store;
  /** Default: a free one. */
  readonly port?: number;
}

/** Starts a server on 127.0.0.1. */
export async function startEchoServer(options: EchoServerOptions): Promise<EchoServer> {
  const { store = createMemoryStore(), port = 0, ...rest } = options;
  const talk = createTalk(store, rest.now ?? Date.now);
  const directLine = createDirectLine({
    secret,
    receive: talk.receive,
    open: talk.open,
    exists: async (key) => (await store.load(key)).conversation !== undefined,
    entriesAfter: (key, after, limit) => store.entriesAfter(key, after, limit),
    subscribe: talk.subscribe,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    logger: silentLogger,
    ...rest,
  });
  await directLine.start();
  const server = createServer(express().use(directLine.router));
  server.on('upgrade', (request, socket, head) => {
    if (!directLine.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    store,
    directLine,
    received: talk.received,
    say: (id, ...entries) => talk.append({ channel: 'directline', id }, entries),
    close: async () => {
      await directLine.stop();
      await closeServer(server);
    },
  };
}

type NewEntry = Omit<Entry, 'seq' | 'at' | 'delivery'>;

/** The smallest service: stores what it hears together with its echo, and tells listeners. */
function createTalk(store: Store, now: () => number) {
  const inOrder = createLanes();
  const feed = createFeed((error) => {
    throw error;
  });
  const received: Message[] = [];

  async function commit(key: ConversationKey, added: readonly NewEntry[]): Promise<number> {
    const { conversation = newConversation(key, { id: 'nobody' }, now()) } = await store.load(key);
    const { lastSeq, version } = conversation;
    const entries = added.map((entry, index): Entry => ({
      delivery: 'none',
      ...entry,
      seq: lastSeq + index + 1,
      at: now(),
    }));
    const outcome = { conversation: { ...conversation, lastSeq: lastSeq + entries.length }, entries, tickets: [] };
    const result = await store.commit(outcome, version);
    if (result !== 'committed') throw new Error(result);
    feed.publish({ key, entries, tickets: [] });
    return lastSeq + 1;
  }

  return {
    received,
    subscribe: feed.subscribe,
    append: (key: ConversationKey, entries: readonly NewEntry[]) =>
      inOrder(keyText(key), async () => void (await commit(key, entries))),
    receive: (message: Message) =>
      inOrder(keyText(message.key), async () => {
        received.push(message);
        const { key, externalId } = message;
        const known = (await store.entriesAfter(key, 0, 10_000)).find((entry) => entry.externalId === externalId);
        return { seq: known?.seq ?? (await commit(key, [heard(message), echoOf(message)])) };
      }),
    open: (key: ConversationKey, customer: { readonly id: string; readonly name?: string }, locale?: string) =>
      inOrder(keyText(key), async () => {
        if ((await store.load(key)).conversation !== undefined) return 'existed' as const;
        await store.commit(
          { conversation: newConversation(key, customer, now(), locale), entries: [], tickets: [] },
          0,
        );
        return 'created' as const;
      }),
  };
}

function heard({ sender, text, choice, attachments, externalId, channelData }: Message): NewEntry {
  return {
    author: { role: 'customer', ...sender },
    content: { kind: 'message', text, format: 'plain', choice, attachments },
    externalId,
    channelData,
  };
}

function echoOf({ text, choice }: Message): NewEntry {
  return {
    author: { role: 'bot', id: 'bot' },
    content: { kind: 'message', text: `echo: ${text || (choice ?? 'file')}`, format: 'markdown', language: 'en' },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
