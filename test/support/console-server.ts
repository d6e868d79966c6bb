import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Router } from 'express';
import type { ConversationKey } from '../../src/conversation/message.ts';
import { readAgents, saveAgent } from '../../src/http/agents-file.ts';
import { createApp } from '../../src/http/app.ts';
import { createSessions } from '../../src/http/auth.ts';
import { createConsoleApi, type DemoMails } from '../../src/http/console-api.ts';
import { createIncidentsApi, createMonitoringApi, createMonitoringGuard } from '../../src/http/incidents-api.ts';
import { silentLogger } from '../../src/log.ts';
import type { Brain } from '../../src/service/brain.ts';
import { createDesk } from '../../src/service/desk.ts';
import { createFeed } from '../../src/service/feed.ts';
import { createIncidentRoom, type IncidentRoom } from '../../src/service/incident-room.ts';
import { createLanes } from '../../src/service/lanes.ts';
import type { Store } from '../../src/service/store.ts';
import { createTurns } from '../../src/service/turn.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';

/** Passwords of the two agents there are at first, by their ids. */
export const passwords = { ana: 'ana likes long trains', bo: 'bo likes long boats' } as const;

/** What the monitoring shows. */
export const monitoringSecret = 'm'.repeat(32);

/** The console's interface on a real server, with a real desk, bot and agents file. */
export interface ConsoleServer {
  readonly url: string;
  readonly agentsPath: string;
  readonly store: Store;
  readonly room: IncidentRoom;
  /** Moves the clock that sessions and commits are dated by. */
  advance(ms: number): void;
  /** A customer writes; the bot answers. */
  write(key: ConversationKey, text: string): Promise<void>;
  /** A new conversation that waits for an agent. */
  waiting(): Promise<ConversationKey>;
  /** What was asked to be called regularly and was not stopped. */
  readonly ticks: ReadonlySet<() => void>;
  /** Resolves when nothing is called regularly any more. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1 with the agents Ana and Bo in `dir`; with `mails` as if the provider was the demo. */
export async function startConsoleServer(dir: string, brain: Brain, mails?: DemoMails): Promise<ConsoleServer> {
  const agentsPath = join(dir, 'agents.json');
  await saveAgent(agentsPath, { id: 'ana', name: 'Ana', password: passwords.ana });
  await saveAgent(agentsPath, { id: 'bo', name: 'Bo', password: passwords.bo });
  let time = Date.now();
  const now = () => time;
  const store = createMemoryStore();
  const feed = createFeed((error) => {
    throw error;
  });
  const service = { store, inOrder: createLanes(), feed, now, deliveryOn: () => 'none' as const };
  const turns = createTurns({ ...service, brain: () => brain });
  const ticking = createTicking();
  const room = createIncidentRoom({
    ...service,
    brain: () => brain,
    newId: () => randomUUID().slice(0, 8).toUpperCase(),
    onError: (error) => {
      throw error;
    },
  });
  const sessions = createSessions({
    secret: 'a secret for tests, long enough',
    accounts: async () => (await readAgents(agentsPath)) ?? [],
    now,
    secure: false,
  });
  const incidentsApi = createIncidentsApi({ incidents: room.incidents, now });
  const app = createApp({
    logger: silentLogger,
    health: () => ({}),
    consoleApi: createConsoleApi({
      desk: createDesk({ ...service, say: () => brain.say }),
      sessions,
      incidentsApi,
      subscribeIncidents: (listener) => room.subscribe(listener),
      subscribeAll: (listener) => feed.subscribeAll(listener),
      titleOf: (id) => brain.article(id)?.title,
      every: ticking.every,
      ...(mails === undefined ? {} : { mails }),
    }),
    incidentsApi: createMonitoringApi(createMonitoringGuard({ secret: monitoringSecret, sessions }), incidentsApi),
    widgetApi: Router(),
    channels: [],
    webDir: dir,
    trustProxy: false,
  });
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));

  async function write(key: ConversationKey, text: string): Promise<void> {
    await turns.handleMessage({ key, externalId: randomUUID(), sender: { id: 'c1', name: 'Cleo' }, text, at: time });
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    agentsPath,
    store,
    room,
    advance: (ms) => void (time += ms),
    write,
    async waiting() {
      const key = { channel: 'test', id: randomUUID() };
      await write(key, 'I want to talk to a human agent');
      return key;
    },
    ticks: ticking.ticks,
    quiet: ticking.quiet,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A clock's regular calls, made by hand. */
function createTicking() {
  const ticks = new Set<() => void>();
  const waiting: (() => void)[] = [];
  return {
    ticks,
    every: (_ms: number, tick: () => void) => {
      ticks.add(tick);
      return () => {
        ticks.delete(tick);
        if (ticks.size === 0) for (const done of waiting.splice(0)) done();
      };
    },
    quiet: () => new Promise<void>((done) => (ticks.size === 0 ? done() : waiting.push(done))),
  };
}
