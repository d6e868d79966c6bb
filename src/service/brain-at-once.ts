import type { Brain } from './brain.ts';
import { runProgram } from './built-program.ts';
import { loadBrain, loadBrainOfBefore, type CatalogFolders } from './catalog.ts';

/** A brain that is ready, and maybe a newer one that is not yet. */
export interface LoadedBrain {
  readonly brain: Brain;
  /** The brain of what the folders hold now, where `brain` is that of the version before. */
  readonly newer?: Promise<Brain>;
}

/**
 * A brain without waiting for a training: where the knowledge base has changed, the version before answers until the new one
 * has been trained in threads of its own. Only where there is none before, or the program is not built, the training is
 * waited for. Throws `knowledgeInvalid` with all faults, and never answers by a version before instead.
 */
export async function loadBrainAtOnce(
  folders: CatalogFolders,
  onProgress?: (done: number) => void,
): Promise<LoadedBrain> {
  const { newVersionPath } = folders;
  if (newVersionPath === undefined) return { brain: await loadBrain(folders, onProgress) };
  const { brain, isOfBefore } = await loadBrainOfBefore(folders, onProgress);
  if (!isOfBefore) return { brain };
  const newer = runProgram(newVersionPath, folders, 'that makes a new version').then(() => loadBrain(folders));
  // Failing before it is waited for must not count as unhandled.
  newer.catch(() => undefined);
  return { brain, newer };
}
