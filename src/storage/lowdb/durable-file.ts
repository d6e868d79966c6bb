import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { AppError } from '../../errors.ts';

/** The file operations that durability hangs on; tests make them fail. */
export interface FileOperations {
  readonly rename: (from: string, to: string) => Promise<void>;
}

export const realFileOperations: FileOperations = { rename };

/** Ending of files that were begun and not yet put in place. */
export const unfinishedSuffix = '.unfinished';

/**
 * A lowdb adapter for one JSON file: written beside, synced to disk, then renamed over the old one, so that the file
 * always holds one whole state. lowdb's own adapters neither sync nor name the file when it cannot be parsed.
 */
export function createDurableFile<T>(path: string, files: FileOperations = realFileOperations): Adapter<T> {
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw new AppError('storageFailed', `Cannot read ${path}. Check its permissions and the disk.`, {
          cause: error,
        });
      }
      try {
        return JSON.parse(text) as T;
      } catch (error) {
        throw new AppError('storageFailed', `${path} is damaged. Restore it from a backup, or move it away.`, {
          cause: error,
        });
      }
    },
    async write(data) {
      try {
        await replaceFile(path, JSON.stringify(data), files);
      } catch (error) {
        throw new AppError('storageFailed', `Cannot write ${path}. Check the disk's space and permissions.`, {
          cause: error,
        });
      }
    },
  };
}

/** Puts a text in place of a file, whole or not at all, and durably. */
export async function replaceFile(
  path: string,
  text: string,
  files: FileOperations = realFileOperations,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}${unfinishedSuffix}`;
  const handle = await open(unfinished, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await files.rename(unfinished, path);
  await syncFolder(dirname(path));
}

/** Removes a file if it is there, durably. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolder(dirname(path)).catch(() => undefined);
}

/** Makes renames and removals in a folder durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
