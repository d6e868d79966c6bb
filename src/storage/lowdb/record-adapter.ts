import type { Adapter } from 'lowdb';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { ConversationRecord } from '../record.ts';
import { errnoOf, makeFolder, replaceFile, type FileSystem } from './durable-files.ts';

/** Where a record lies and where its next version is prepared. */
export interface RecordPaths {
  readonly file: string;
  readonly temporary: string;
}

/** Only the frame is checked: what is inside was written by this version of the format. */
const schema = z.looseObject({
  format: z.literal(1),
  conversation: z.looseObject({
    key: z.object({ channel: z.string(), id: z.string() }),
    version: z.int().positive(),
    lastSeq: z.int().nonnegative(),
  }),
  entries: z.array(z.looseObject({ seq: z.int().positive() })),
  tickets: z.array(z.looseObject({ id: z.string(), status: z.string() })),
});

/**
 * A lowdb adapter for one conversation's file: durable, atomic, and strict. Reading a missing file gives null;
 * one that cannot be read or understood throws `storageFailed` with its name, and is never written over because
 * a write is only ever made from what was read.
 */
export function createRecordAdapter(
  fs: FileSystem,
  { file, temporary }: RecordPaths,
): Adapter<ConversationRecord | null> {
  return {
    read: async () => {
      const text = await readIfThere(fs, file);
      return text === undefined ? null : parse(text, file);
    },
    write: async (record) => {
      const text = JSON.stringify({ format: 1, ...record });
      try {
        await makeFolder(fs, dirname(file));
        await replaceFile(fs, file, temporary, text);
      } catch (error) {
        throw failed(`Could not write ${file}.`, file, error);
      }
    },
  };
}

async function readIfThere(fs: FileSystem, file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw failed(`Could not read ${file}.`, file, error);
  }
}

function parse(text: string, file: string): ConversationRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own words quote the text, which is the customer's: they go no further.
    throw failed(`${file} is not valid JSON. Restore it from a backup.`, file);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    throw failed(
      `${file} is not a conversation of format 1. Restore it from a backup.`,
      file,
      new Error(z.prettifyError(parsed.error)),
    );
  const { conversation, entries, tickets } = json as ConversationRecord;
  return { conversation, entries, tickets };
}

function failed(message: string, file: string, cause?: unknown): AppError {
  return new AppError('storageFailed', message, { cause, facts: { file } });
}
