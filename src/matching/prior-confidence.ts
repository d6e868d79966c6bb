import type { Logistic } from './logistic.ts';

/**
 * The confidence for knowledge too small to learn one from (fewer than five articles or three phrases an article): fitted
 * on small public sets with five phrases an entry. Features in the order of `confidenceFeatureNames`.
 */
export const priorConfidence: Logistic = {
  mean: [-0.4, 0.35, -0.5, 2.2, 0.45, 0.47, 0.45, 0.2, 0.6, 2.1, -0.9],
  deviation: [0.35, 0.3, 1.5, 0.9, 0.2, 0.2, 0.15, 0.2, 0.25, 0.5, 0.2],
  weights: [0.5, 0.5, 0.5, -0.2, 0.3, 0, 0.4, -0.4, 0.4, 0, -0.2],
  bias: 1,
};
