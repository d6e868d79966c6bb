import * as nodeFs from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationKey } from '../../conversation/message.ts';
import { AppError, messageOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Store, WatchedConversation } from '../../service/store.ts';
import { incidentsIn, withIncident } from '../incident-list.ts';
import {
  applyOutcome,
  keyOfOffer,
  keysDue,
  oldestPending,
  pageAfter,
  snapshotOf,
  ticketsDue,
  watchedIn,
  withDelivery,
  type ConversationRecord,
} from '../record.ts';
import { makeFolder, type FileSystem } from './durable-files.ts';
import { openIncidentFile, type IncidentFile } from './incident-file.ts';
import { createKeyQueue } from './key-queue.ts';
import { createOpenWork, hasEnded, type OpenWork } from './open-work.ts';
import { createPaths, hashOf, isHash, type Paths } from './paths.ts';
import { createRecordFiles, type RecordFiles } from './record-files.ts';

/** What the store is made of. */
export interface LowdbStoreDeps {
  /** Folder of the store, made when missing. It belongs to one process at a time. */
  readonly dir: string;
  readonly logger: Logger;
  /** Milliseconds since the epoch; decides how long ended tickets are found. */
  readonly now: () => number;
  /** Default: the real one. */
  readonly fs?: FileSystem;
}

/**
 * Opens a store in a folder: one JSON file a conversation, so that a commit is one atomic rename. A conversation's
 * writes go one after the other, different conversations' side by side. Opening reads only conversations with
 * pending deliveries or tickets, or such as incidents concern; one of them that cannot be read is logged and left alone, and fails when used.
 *
 * Limit: `findTickets` finds `resolved` and `cancelled` tickets for seven days after their last change. Older ones
 * stay in the conversation's file and are part of its history, but are not searched for.
 *
 * Throws `storageFailed` when the folder cannot be used; all operations do so when a file is damaged (and say
 * which) or after `close`.
 */
export async function createLowdbStore(deps: LowdbStoreDeps): Promise<Store> {
  const fs = deps.fs ?? nodeFs;
  const paths = createPaths(deps.dir);
  const markers = await prepareFolders(fs, paths, deps.dir);
  const { now, logger } = deps;
  const work = createOpenWork({ fs, paths, now, logger, markers });
  const files = createRecordFiles(fs, paths, work);
  for (const hash of markers) await readMarked(hash, files, work, logger);
  const incidents = await openIncidentFile(fs, deps.dir, paths.temporary);
  return storeOver({ files, work, incidents, now });
}

interface Parts {
  readonly files: RecordFiles;
  readonly work: OpenWork;
  readonly incidents: IncidentFile;
  readonly now: () => number;
}

/** Lane of the writes of incidents; no hash of a conversation. */
const incidentLane = 'incidents';

function storeOver({ files, work, incidents, now }: Parts): Store {
  const queue = createKeyQueue();
  let closed = false;

  async function inTurn<T>(hash: string, job: () => Promise<T>): Promise<T> {
    if (closed) throw closedError();
    return queue.run(hash, job);
  }

  /** Reads too take their turn, so that what they put into the cache is never older than a write. */
  const read = <T>(key: ConversationKey, view: (record: ConversationRecord | undefined) => T): Promise<T> =>
    inTurn(hashOf(key), async () => view(await files.read(hashOf(key), key)));

  async function dropWhatEnded(): Promise<void> {
    const old = work.all().filter((one) => hasEnded(one, now()));
    for (const { hash } of old) await inTurn(hash, () => work.expire(hash));
  }

  async function watched(): Promise<readonly WatchedConversation[]> {
    const concerned = work
      .all()
      .filter(({ concern }) => concern.incidents !== undefined || concern.trouble !== undefined);
    // Who told of trouble once and never came back would be work for ever.
    for (const { hash, concern } of concerned) {
      if (watchedIn(concern, now()) === undefined) await inTurn(hash, () => work.expire(hash));
    }
    return concerned.flatMap(({ concern }) => watchedIn(concern, now()) ?? []);
  }

  const open = <T>(view: () => T): Promise<T> =>
    closed ? Promise.reject(closedError()) : Promise.resolve().then(view);

  return {
    load: (key, options) => read(key, (record) => snapshotOf(record, options?.externalId)),
    entriesAfter: (key, after, limit = 100) => read(key, (record) => pageAfter(record, after, limit)),
    commit: (outcome, expectedVersion) => {
      const { key } = outcome.conversation;
      const hash = hashOf(key);
      return inTurn(hash, async () => {
        const before = await files.read(hash, key);
        const next = applyOutcome(before, outcome, expectedVersion);
        if (next.result === 'committed') await files.write(hash, next.record);
        return next.result;
      });
    },
    markDelivery: (key, seq, delivery) => {
      const hash = hashOf(key);
      return inTurn(hash, async () => {
        const next = withDelivery(await files.read(hash, key), seq, delivery);
        if (next !== undefined) await files.write(hash, next);
      });
    },
    pending: async (limit) => {
      if (closed) throw closedError();
      return oldestPending(work.all(), limit);
    },
    findTickets: async ({ statuses, limit = 200 }) => {
      if (closed) throw closedError();
      await dropWhatEnded();
      const tickets = work.all().flatMap((one) => one.tickets);
      return ticketsDue(tickets, statuses, limit);
    },
    watched: () => (closed ? Promise.reject(closedError()) : watched()),
    incident: (id) => open(() => incidents.all().find((one) => one.id === id)),
    findIncidents: ({ states, limit = 200 }) => open(() => incidentsIn(incidents.all(), states, limit)),
    saveIncident: (incident, expectedVersion) =>
      inTurn(incidentLane, async () => {
        const saved = withIncident(incidents.all(), incident, expectedVersion);
        if (saved.result === 'committed') await incidents.write(saved.list);
        return saved.result;
      }),
    due: async (at, limit) => {
      if (closed) throw closedError();
      await dropWhatEnded();
      return keysDue(work.all(), at, limit);
    },
    findOffer: async (codeHash, at) => {
      if (closed) throw closedError();
      await dropWhatEnded();
      return keyOfOffer(work.all(), codeHash, at);
    },
    erase: (key) => inTurn(hashOf(key), () => files.erase(hashOf(key))),
    close: async () => {
      closed = true;
      await queue.idle();
    },
  };
}

/** Makes the folders, clears what a crash left half-written, and tells the markers. */
async function prepareFolders(fs: FileSystem, paths: Paths, dir: string): Promise<readonly string[]> {
  try {
    for (const folder of [paths.conversations, paths.temporary, paths.active]) await makeFolder(fs, folder);
    for (const name of await fs.readdir(paths.temporary)) await fs.rm(join(paths.temporary, name), { force: true });
    return (await fs.readdir(paths.active)).filter(isHash);
  } catch (error) {
    const message = `The folder ${dir} cannot be used as a store: ${messageOf(error)}`;
    throw new AppError('storageFailed', message, { cause: error });
  }
}

/** One damaged file must not keep the service from all other conversations. */
async function readMarked(hash: string, files: RecordFiles, work: OpenWork, logger: Logger): Promise<void> {
  try {
    const record = await files.read(hash);
    if (record === undefined) await work.forget(hash);
  } catch (error) {
    logger.error({ error: messageOf(error) }, 'a conversation cannot be read; its tickets and deliveries wait');
  }
}

function closedError(): AppError {
  return new AppError('storageFailed', 'The store is closed.');
}
