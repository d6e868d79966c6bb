import { join } from 'node:path';
import type { Config } from './config.ts';
import { createOnnxEmbedder } from './embedding/onnx.ts';
import { createOpenAiEmbedder } from './embedding/openai.ts';
import { embedPhrases } from './embedding/phrase-store.ts';
import { catalogFolders } from './folders.ts';
import type { Logger } from './log.ts';
import type { Embedder } from './matching/embedder.ts';
import type { MeaningDeps } from './service/meaning.ts';

/** The means to look at meaning that a configuration names; undefined where it names none. Throws `configInvalid`. */
export async function configuredMeaning(
  config: Config,
  logger: Logger,
  onProgress?: (done: number) => void,
): Promise<MeaningDeps | undefined> {
  const embedder = await configuredEmbedder(config, logger);
  if (embedder === undefined) return undefined;
  const folder = join(catalogFolders(config).modelDir, 'vectors');
  return {
    embedder,
    embedPhrases: (texts) =>
      embedPhrases(texts, { embedder, folder, ...(onProgress === undefined ? {} : { onProgress }) }),
    logger,
    timeoutMs: config.EMBEDDINGS_TIMEOUT_MS,
  };
}

async function configuredEmbedder(config: Config, logger: Logger): Promise<Embedder | undefined> {
  const { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: model, EMBEDDINGS_KEY: key, EMBEDDINGS_FOLDER: folder } = config;
  const prefix = config.EMBEDDINGS_PREFIX;
  if (folder !== undefined) return createOnnxEmbedder({ folder, prefix, pooling: config.EMBEDDINGS_POOLING });
  if (url === undefined || model === undefined) return undefined;
  return createOpenAiEmbedder({ url, model, prefix, logger, ...(key === undefined ? {} : { key }) });
}
