import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError, messageOf } from '../errors.ts';
import type { SourceFile } from './yaml-file.ts';

/** The data files below a folder, in a stable order, and a hash of all of them. */
export interface Sources {
  readonly files: readonly SourceFile[];
  /** Changes when any byte of any file changes. */
  readonly hash: string;
}

/**
 * Reads all files with one of the endings below a folder. `label` stands for the folder in the paths of the result, so
 * that faults name files as the project does. A folder `except` directly below is left out.
 */
export async function readSources(
  folder: string,
  label: string,
  endings: readonly string[],
  except?: string,
): Promise<Sources> {
  let names: string[];
  try {
    names = (await readdir(folder, { recursive: true })).filter(
      (name) => endings.some((ending) => name.endsWith(ending)) && name.split(sep)[0] !== except,
    );
  } catch (error) {
    throw new AppError('knowledgeInvalid', `Cannot read the folder ${folder}: ${messageOf(error)}.`, { cause: error });
  }
  const paths = names.map((name) => join(folder, name)).sort();
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: `${label}/${relative(folder, path).split(sep).join('/')}`,
      text: await readFile(path, 'utf8'),
    })),
  );
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.text}\0`);
  return { files, hash: hash.digest('hex').slice(0, 16) };
}
