import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the nearest one above this file that has a package.json, whether built or not. */
export const projectDir: string = findProject(dirname(fileURLToPath(import.meta.url)));

function findProject(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  return parent === from ? from : findProject(parent);
}
