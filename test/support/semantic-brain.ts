import { collectForms } from '../../src/matching/concepts.ts';
import { silentLogger, type Logger } from '../../src/log.ts';
import type { Embedder } from '../../src/matching/embedder.ts';
import type { Model } from '../../src/matching/train.ts';
import { embedPhrases } from '../../src/embedding/phrase-store.ts';
import { createBrain, type Brain, type Published } from '../../src/service/brain.ts';
import { loadMeaning } from '../../src/service/meaning.ts';
import { smallModel, smallPublished } from './small-brain.ts';

/** Words of the small knowledge base, and words that mean the same and that it does not have. */
export const smallMeanings = [
  ['money', 'cash', 'dinero', 'geld'],
  ['back', 'retour', 'zurueck'],
  ['refund', 'reimbursement', 'reembolso'],
  ['stolen', 'nicked', 'robado'],
  ['price', 'tariff', 'precio'],
  ['top', 'replenish', 'recargar'],
];

/** A real brain of the small knowledge base that looks at meaning too; `folder` keeps vectors and fusion. */
export async function semanticBrain(
  folder: string,
  embedder: Embedder,
  { logger = silentLogger, asking = embedder }: { logger?: Logger; asking?: Embedder } = {},
): Promise<{ brain: Brain; published: Published; model: Model }> {
  const published = await smallPublished();
  const model = smallModel(published);
  const meaning = await loadMeaning(
    { embedder: asking, embedPhrases: (texts) => embedPhrases(texts, { embedder, folder }), logger, timeoutMs: 50 },
    { model, forms: collectForms(published.glossary), folder, modelName: 'small' },
  );
  return { brain: createBrain(published, model, { meaning }), published, model };
}
