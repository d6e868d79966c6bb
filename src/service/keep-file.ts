import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** Writes a file unless it is there, and removes older ones of its kind; a crash leaves either the whole file or none. */
export async function keepFile(folder: string, path: string, content: () => Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.includes(basename(path))) return;
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content());
  await rename(unfinished, path);
  const older = names.filter((name) => extname(name) === extname(path));
  await Promise.all(older.map((name) => rm(join(folder, name), { force: true })));
}
