import { readConfig } from '../config.ts';
import { configuredMeaning } from '../embedding-setup.ts';
import type { LabelledUtterance } from '../evaluation/dataset.ts';
import { catalogFolders } from '../folders.ts';
import { silentLogger } from '../log.ts';
import type { Brain } from '../service/brain.ts';
import { loadBrain } from '../service/catalog.ts';
import type { MeaningDeps } from '../service/meaning.ts';
import { showProgress } from './terminal.ts';

/** The brain of the configuration, and the embedder it looks at meaning with, if any. */
export interface OwnBrain {
  readonly brain: Brain;
  /** Absent where the configuration names no embedder. */
  readonly meaning: MeaningDeps | undefined;
}

/** The brain that the configuration means. Unlike the service, a command fails where the embedder does. */
export async function loadOwnBrain(): Promise<OwnBrain> {
  const config = readConfig();
  const meaning = await configuredMeaning(config, silentLogger, showProgress);
  return { brain: await loadBrain(catalogFolders(config), showProgress, meaning), meaning };
}

/** The meaning of every line, however long the embedder takes; none where there is no embedder. */
export async function vectorsOf(
  items: readonly LabelledUtterance[],
  meaning: MeaningDeps | undefined,
): Promise<readonly Float32Array[]> {
  return (await meaning?.embedder.embed(items.map(({ text }) => text))) ?? [];
}
