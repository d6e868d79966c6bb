import { Low } from 'lowdb';
import { keyText, type ConversationKey } from '../../conversation/message.ts';
import { AppError } from '../../errors.ts';
import type { ConversationRecord } from '../record.ts';
import { removeFile, type FileSystem } from './durable-files.ts';
import { createLru } from './lru.ts';
import type { OpenWork } from './open-work.ts';
import type { Paths } from './paths.ts';
import { createRecordAdapter } from './record-adapter.ts';

type Database = Low<ConversationRecord | null>;

const cachedConversations = 500;

/** The files of the conversations behind a bounded cache. Its callers keep to one call a conversation at a time. */
export interface RecordFiles {
  /** Undefined when there is none. Given a key, a file that holds another conversation is refused. */
  read(hash: string, key?: ConversationKey): Promise<ConversationRecord | undefined>;
  /** To be given what was made from the record last read, so that a damaged file is never written over. */
  write(hash: string, record: ConversationRecord): Promise<void>;
  erase(hash: string): Promise<void>;
}

/** Makes them, with an empty cache. */
export function createRecordFiles(fs: FileSystem, paths: Paths, work: OpenWork): RecordFiles {
  const cache = createLru<Database>(cachedConversations);

  const databaseOf = (hash: string): Database =>
    new Low<ConversationRecord | null>(createRecordAdapter(fs, paths.record(hash)), null);

  async function load(hash: string): Promise<ConversationRecord | undefined> {
    const cached = cache.get(hash)?.data;
    if (cached) return cached;
    const database = databaseOf(hash);
    await database.read();
    if (database.data === null) return undefined;
    await work.settle(hash, database.data);
    cache.set(hash, database);
    return database.data;
  }

  return {
    async read(hash, key) {
      const record = await load(hash);
      if (record === undefined || key === undefined) return record;
      if (keyText(record.conversation.key) === keyText(key)) return record;
      const { file } = paths.record(hash);
      const message = `${file} holds another conversation.`;
      throw new AppError('storageFailed', message, { facts: { file } });
    },
    async write(hash, record) {
      const database = cache.get(hash) ?? databaseOf(hash);
      await work.announce(hash, record);
      // Should the write fail, nobody knows which of both states the disk holds: it is read again.
      cache.delete(hash);
      database.data = record;
      await database.write();
      cache.set(hash, database);
      await work.settle(hash, record);
    },
    async erase(hash) {
      cache.delete(hash);
      const { file } = paths.record(hash);
      await removeFile(fs, file).catch((cause: unknown) => {
        const message = `Could not remove ${file}.`;
        throw new AppError('storageFailed', message, {
          cause,
          facts: { file },
        });
      });
      await work.forget(hash);
    },
  };
}
