import type * as promises from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { AppError, messageOf } from '../errors.ts';
import type { Ledger } from './ledger.ts';

/** The part of `node:fs/promises` a ledger uses. */
export type LedgerFiles = Pick<typeof promises, 'mkdir' | 'open' | 'readFile' | 'rename' | 'rm'>;

/** What a ledger in a file needs. `schema` says what the file holds; a file that holds something else is refused. */
export interface FileLedgerDeps<Value> {
  readonly fs: LedgerFiles;
  readonly path: string;
  readonly schema: z.ZodType<Value>;
}

/**
 * A ledger in one JSON file, replaced in one step: written beside it, synced, renamed, folder synced. `load` throws
 * `storageFailed` where the file cannot be read or is not of the schema; its content is never part of the message.
 */
export function createFileLedger<Value>({ fs, path, schema }: FileLedgerDeps<Value>): Ledger<Value> {
  return {
    async load() {
      const text = await readText(fs, path);
      return text === undefined ? undefined : parse(text, path, schema);
    },
    async save(value) {
      const temporary = `${path}.new`;
      try {
        await fs.mkdir(dirname(path), { recursive: true });
        await writeAndSync(fs, temporary, JSON.stringify(value));
        await fs.rename(temporary, path);
        await syncFolder(fs, dirname(path));
      } catch (error) {
        await fs.rm(temporary, { force: true }).catch(() => undefined);
        throw failed(`${path} cannot be written. Check space and permissions of the disk.`, path, error);
      }
    },
  };
}

async function readText(fs: LedgerFiles, path: string): Promise<string | undefined> {
  try {
    return await fs.readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failed(`${path} cannot be read: ${messageOf(error)}`, path, error);
  }
}

function parse<Value>(text: string, path: string, schema: z.ZodType<Value>): Value {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw failed(`${path} is not valid JSON. Restore it from a backup, or remove it to begin anew.`, path);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw failed(`${path} is not of this version’s form (at "${where}"). Restore it from a backup, or remove it.`, path);
}

async function writeAndSync(fs: LedgerFiles, path: string, text: string): Promise<void> {
  // What customers bought is personal: nobody but the service's own user reads it.
  const handle = await fs.open(path, 'w', 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(fs: LedgerFiles, path: string): Promise<void> {
  try {
    const handle = await fs.open(path, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    // Windows keeps folders durable by itself and refuses the call.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'EISDIR') throw error;
  }
}

function failed(message: string, file: string, cause?: unknown): AppError {
  return new AppError('storageFailed', message, { cause, facts: { file } });
}
