import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { DemoState } from '../../src/backoffice/demo/state.ts';
import { createPaths, hashOf } from '../../src/storage/lowdb/paths.ts';
import type { ConversationRecord } from '../../src/storage/record.ts';
import type { ServiceProcess } from './command-line.ts';
import type { Addressed } from './dialog-player.ts';

/** What the process was doing when it was killed, as the files tell. */
export type Moment =
  | 'before the message was stored'
  | 'between call and work'
  | 'between work and result'
  | 'during a call of another kind'
  | 'while all was stored';

/** A service that is killed at random moments and started again at once. */
export interface KilledService extends Addressed {
  /** A message leaves: perhaps the process dies soon after. */
  onSend(conversationId: string, externalId: string): void;
  /** How often it was killed at which moment. */
  readonly moments: Readonly<Record<Moment, number>>;
  /** Resolves with the process that runs when nothing is about to be killed any more. */
  quiet(): Promise<ServiceProcess>;
}

/** What the kills are made of. */
export interface KillDeps {
  /** Starts the service at a port, 0 for any, with its data always in `dir`. */
  readonly launch: (port: number) => Promise<ServiceProcess>;
  readonly dir: string;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** Stops killing after so many. */
  readonly most: number;
}

/** How many of all messages a kill is prepared at, and how many restarts are followed by another one. */
const share = { messages: 0.45, restarts: 0.25 };

/** Starts the service. */
export async function startKilledService({ launch, dir, random, most }: KillDeps): Promise<KilledService> {
  const moments: Record<Moment, number> = {
    'before the message was stored': 0,
    'between call and work': 0,
    'between work and result': 0,
    'during a call of another kind': 0,
    'while all was stored': 0,
  };
  const ending = new AbortController();
  const folders = { transcripts: join(dir, 'tmp'), provider: join(dir, 'backoffice') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  let kills = 0;
  let isArmed = false;
  let sent: readonly [string, string] = ['', ''];
  let running = launch(0);
  const { login } = await running;
  if (login === undefined) throw new Error('The first start shows no log-in.');

  /** Some time after a message has left, or when the next file of a kind is written. */
  async function moment(): Promise<void> {
    const kind = random();
    if (kind < 0.3) await after(random() * 120, undefined, { signal: ending.signal });
    else if (kind < 0.55) await moved(folders.transcripts, ending.signal);
    else await written(folders.provider, /^(demo|codes|outbox)\.json$/, ending.signal);
    // Half of the time not quite at once.
    if (random() < 0.5) await after(random() * 4, undefined, { signal: ending.signal });
  }

  async function kill(service: ServiceProcess): Promise<ServiceProcess> {
    kills += 1;
    const { signal } = await service.end('SIGKILL');
    if (signal !== 'SIGKILL') throw new Error(`The service ended by ${signal}.`);
    moments[momentOf(dir, ...sent)] += 1;
    const next = await launch(service.port);
    if (kills >= most || random() >= share.restarts) return next;
    // At its start the service makes the calls it finds: that must not be done twice either.
    await after(random() * 20);
    return kill(next);
  }

  return {
    login,
    url: async () => (await running).url,
    moments,
    onSend(conversationId, externalId) {
      sent = [conversationId, externalId];
      if (isArmed || kills >= most || random() >= share.messages) return;
      isArmed = true;
      moment().then(
        () => {
          running = running.then(kill);
          void running.then(() => (isArmed = false));
        },
        () => undefined,
      );
    },
    async quiet() {
      ending.abort();
      return running;
    },
  };
}

/** Resolves when a file of such a name is written into a folder; rejects when the signal is raised. */
async function written(folder: string, name: RegExp, signal: AbortSignal): Promise<void> {
  for await (const { filename } of watch(folder, { signal })) {
    if (name.test(filename ?? '')) return;
  }
}

/** Resolves when a file that was prepared in a folder is put into its place; rejects when the signal is raised. */
async function moved(folder: string, signal: AbortSignal): Promise<void> {
  for await (const { eventType, filename } of watch(folder, { signal })) {
    if (eventType === 'rename' && !existsSync(join(folder, filename ?? ''))) return;
  }
}

function momentOf(dir: string, conversationId: string, externalId: string): Moment {
  const key = { channel: 'directline', id: conversationId };
  const record = readJson<ConversationRecord>(createPaths(dir).record(hashOf(key)).file);
  if (record?.entries.some((entry) => entry.externalId === externalId) !== true) return 'before the message was stored';
  const call = record.conversation.calls?.[0];
  if (call === undefined) return 'while all was stored';
  if (call.operation.startsWith('identity.') || reading.test(call.operation)) return 'during a call of another kind';
  const demo = readJson<DemoState>(join(dir, 'backoffice', 'demo.json'));
  return demo?.kept[keptName(call)] === undefined ? 'between call and work' : 'between work and result';
}

/** Operations that change nothing. */
const reading = /\.(status|lookup|get|list\w*|slots|validate|checkEligibility)$/;

/** The name under which the demo keeps the answer to a call. */
export function keptName({ key, operation }: { readonly key: string; readonly operation: string }): string {
  return `${operation} ${createHash('sha256').update(key).digest('base64url')}`;
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
