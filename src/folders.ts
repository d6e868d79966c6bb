import { join } from 'node:path';
import type { Config } from './config.ts';
import { projectDir } from './paths.ts';
import type { CatalogFolders } from './service/catalog.ts';
import { builtProgram } from './service/built-program.ts';

/** The folders of knowledge and models that a configuration means. */
export function catalogFolders(config: Config): CatalogFolders {
  return {
    knowledgeDir: config.KNOWLEDGE_DIR ?? join(projectDir, 'knowledge-base'),
    dialogsDir: config.DIALOGS_DIR ?? join(projectDir, 'dialogs'),
    workerPath: builtProgram(projectDir, 'train-worker'),
    newVersionPath: builtProgram(projectDir, 'new-version'),
    vectorsPath: vectorsPath(config),
    modelDir: config.MODEL_DIR ?? join(projectDir, 'dist', 'models'),
  };
}

/** The file of sentence vectors; undefined where they are switched off. */
function vectorsPath({ VECTORS_FILE: file }: Config): string | undefined {
  return file === 'none' ? undefined : (file ?? join(projectDir, 'models', 'vectors.bin'));
}

/** The file of the agents' accounts. */
export function agentsPath(config: Config): string {
  return config.AGENTS_FILE ?? join(config.DATA_DIR, 'agents.json');
}
