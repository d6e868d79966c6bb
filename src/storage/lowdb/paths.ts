import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { keyText, type ConversationKey } from '../../conversation/message.ts';
import type { RecordPaths } from './record-adapter.ts';

/**
 * Where things lie under the store's folder. Names are hashes: an id from outside chooses neither the folder nor
 * the length nor the characters of a file name.
 */
export interface Paths {
  readonly conversations: string;
  /** Files in the making. Whatever lies here at start was left by a crash. */
  readonly temporary: string;
  /** One marker for each conversation that must be read at start. */
  readonly active: string;
  record(hash: string): RecordPaths;
  marker(hash: string): string;
}

/** The layout below `dir`. */
export function createPaths(dir: string): Paths {
  const conversations = resolve(dir, 'conversations');
  const temporary = resolve(dir, 'tmp');
  const active = resolve(dir, 'active');
  return {
    conversations,
    temporary,
    active,
    record: (hash) => ({
      file: join(conversations, hash.slice(0, 2), `${hash}.json`),
      temporary: join(temporary, `${hash}.json`),
    }),
    marker: (hash) => join(active, hash),
  };
}

/** The file name of a conversation: SHA-256 of its key text, 64 hex digits. */
export function hashOf(key: ConversationKey): string {
  return createHash('sha256').update(keyText(key)).digest('hex');
}

/** True for what `hashOf` could have written. */
export function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
