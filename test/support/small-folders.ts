import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from './command-line.ts';
import { writeSmallDialogs } from './small-dialogs.ts';
import { edited } from './small-knowledge.ts';

/**
 * Writes the small knowledge base, with some files edited, into a folder: the environment of a service that uses it, with
 * the dialogs that go with it. Training takes about a second, once a folder.
 */
export function smallFolders(
  folder: string,
  edits: Readonly<Record<string, (text: string) => string>> = {},
): Environment {
  for (const { path, text } of edited(edits)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const dialogs = join(folder, 'dialogs');
  writeSmallDialogs(dialogs);
  return { KNOWLEDGE_DIR: join(folder, 'knowledge-base'), DIALOGS_DIR: dialogs, MODEL_DIR: join(folder, 'models') };
}
