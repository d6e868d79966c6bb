import type * as promises from 'node:fs/promises';
import { dirname } from 'node:path';

/** The part of `node:fs/promises` the store uses; given from outside so that a failing disk can be played. */
export type FileSystem = Pick<typeof promises, 'mkdir' | 'open' | 'readFile' | 'readdir' | 'rename' | 'rm'>;

/**
 * Replaces a file in one step: readers see the old or the new content, never a part, and the new one survives a
 * crash of the machine once this resolves. `temporary` must lie on the same file system.
 */
export async function replaceFile(fs: FileSystem, file: string, temporary: string, text: string): Promise<void> {
  try {
    await writeAndSync(fs, temporary, text);
    await fs.rename(temporary, file);
  } catch (error) {
    // A full disk must not be filled further by what failed; the failure itself is the news.
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  // The rename is an entry of the directory: without this it may be lost although the data is on the disk.
  await syncDirectory(fs, dirname(file));
}

/** Makes a small file that survives a crash of the machine; its content may be torn if the crash comes before. */
export async function createFile(fs: FileSystem, file: string, text: string): Promise<void> {
  await writeAndSync(fs, file, text);
  await syncDirectory(fs, dirname(file));
}

/** Removes a file for good; one that is not there is fine. */
export async function removeFile(fs: FileSystem, file: string): Promise<void> {
  await fs.rm(file, { force: true });
  await syncDirectory(fs, dirname(file)).catch((error: unknown) => {
    // Without the folder there is no file either.
    if (errnoOf(error) !== 'ENOENT') throw error;
  });
}

/** Makes a folder and those above it where missing, so that they survive a crash of the machine. */
export async function makeFolder(fs: FileSystem, path: string): Promise<void> {
  const first = await fs.mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncDirectory(fs, dirname(made));
}

/** The system's code of a failed call, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

async function writeAndSync(fs: FileSystem, file: string, text: string): Promise<void> {
  // Transcripts are personal: nobody but the service's own user reads them.
  const handle = await fs.open(file, 'w', 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncDirectory(fs: FileSystem, path: string): Promise<void> {
  try {
    const handle = await fs.open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows keeps folders durable by itself and refuses the call.
    const code = errnoOf(error);
    if (code !== 'EPERM' && code !== 'EISDIR') throw error;
  }
}
