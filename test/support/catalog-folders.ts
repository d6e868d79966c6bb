import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CatalogFolders } from '../../src/service/catalog.ts';
import { writeSmallDialogs } from './small-dialogs.ts';
import { edited } from './small-knowledge.ts';

/** Writes the small knowledge base, edited, and the dialogs that go with it, into `folder`. */
export async function writeCatalog(folder: string, edits: Parameters<typeof edited>[0] = {}): Promise<CatalogFolders> {
  for (const { path, text } of edited(edits)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const dialogsDir = join(folder, 'dialogs');
  writeSmallDialogs(dialogsDir);
  return { knowledgeDir: join(folder, 'knowledge-base'), dialogsDir, modelDir: join(folder, 'models') };
}
