import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document } from 'yaml';
import { AppError } from '../errors.ts';
import { faultText, type Fault } from '../knowledge/fault.ts';
import { parseGold, type AcceptedGold, type GoldSet } from '../knowledge/gold.ts';
import { readSources } from '../knowledge/load.ts';
import type { SourceFile } from '../knowledge/yaml-file.ts';

/** Folder of the gold questions, inside that of the knowledge base. */
export const goldFolder = 'gold';

/** The files of the gold questions; none where a knowledge base has no gold questions. */
export async function readGoldSources(knowledgeDir: string): Promise<readonly SourceFile[]> {
  const folder = join(knowledgeDir, goldFolder);
  const names = await readdir(folder).catch(() => undefined);
  return names === undefined ? [] : (await readSources(folder, `knowledge-base/${goldFolder}`, ['.yaml'])).files;
}

/** The gold questions of a knowledge base. Throws `knowledgeInvalid` where a file cannot be read as such. */
export async function readGold(knowledgeDir: string): Promise<GoldSet> {
  const faults: Fault[] = [];
  const gold = parseGold(await readGoldSources(knowledgeDir), faults);
  if (faults.length === 0) return gold;
  throw new AppError('knowledgeInvalid', `The gold questions have faults.\n${faults.map(faultText).join('\n')}`);
}

/** Keeps which questions passed, all or nothing. */
export async function saveAccepted(knowledgeDir: string, accepted: AcceptedGold): Promise<void> {
  const document = new Document(accepted);
  document.commentBefore =
    ' Gold questions that passed when a run was last accepted. Written by `simpatico gold --accept`; not to be edited.';
  const folder = join(knowledgeDir, goldFolder);
  const path = join(folder, 'accepted.yaml');
  await mkdir(folder, { recursive: true });
  await writeFile(
    `${path}.new`,
    document.toString({ lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
  );
  await rename(`${path}.new`, path);
}
