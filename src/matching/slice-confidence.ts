import type { SpotConcepts } from './concepts.ts';
import type { Loss } from './core.ts';
import { strangers, usualLeftOutWeight, weighLeftOut } from './fit-confidence.ts';
import { fitLogistic, type Logistic } from './logistic.ts';
import { priorConfidence } from './prior-confidence.ts';
import { readTexts } from './read-texts.ts';
import { sliceFeatures } from './slice-features.ts';
import { createTraining, type TrainingText, type TrainOptions } from './train.ts';

/** What a slice's confidence is learned from. */
export interface SliceConfidenceSource {
  readonly articleIds: readonly string[];
  /** Those of the family, and the names of the articles. */
  readonly texts: readonly TrainingText[];
  readonly spot: SpotConcepts;
  readonly loss: Loss;
  readonly linear?: TrainOptions['linear'];
}

/**
 * Learns how sure a slice may be, on a quarter of the phrases, which a machine trained for the purpose has not seen: those the
 * model was trained on would say nothing but yes. Takes seconds for a large knowledge base. With too few phrases it is the
 * fixed prior without the features that are missing, which tells little.
 */
export function learnSliceConfidence(source: SliceConfidenceSource): Logistic {
  const { articleIds, texts, spot, loss, linear } = source;
  const training = createTraining(articleIds, texts, readTexts(articleIds, texts, spot), {
    loss,
    folds: 4,
    ...(linear === undefined ? {} : { linear }),
  });
  if (training.folds === 0) return priorOfSlice;
  const rows = training.rowsOfFold(0).filter(({ family }) => family !== strangers);
  const known = rows.map((row) => ({ ...row, features: sliceFeatures(row.features) }));
  return known.length === 0 ? priorOfSlice : fitLogistic(weighLeftOut(known, usualLeftOutWeight));
}

const priorOfSlice: Logistic = {
  mean: sliceFeatures(priorConfidence.mean),
  deviation: sliceFeatures(priorConfidence.deviation),
  weights: sliceFeatures(priorConfidence.weights),
  bias: priorConfidence.bias,
};
