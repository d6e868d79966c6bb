import type { Logistic } from './logistic.ts';

/**
 * The confidence of an index ranker for knowledge with too few phrases to learn one from. Fitted on bases of one and two
 * phrases an entry drawn from training files of banking77 and corpus50 (English, Spanish, French, Italian), asked with their
 * other phrases and, at weight 0.15, with phrases of left-out entries. Features in the order of `confidenceFeatureNames`;
 * the background, which those bases lack, has no weight.
 */
export const priorIndexConfidence: Logistic = {
  mean: [0.3958, 0.1248, 0.3444, 1.8504, 0.4171, 0.4222, 0.4081, 0.2755, 0.4155, 2.0622, 0],
  deviation: [0.1423, 0.1369, 2.1116, 1.0245, 0.1517, 0.1489, 0.1431, 0.2381, 0.1916, 0.5448, 1],
  weights: [-1.7184, 0.4615, 0.3973, -0.7649, 0.184, -0.1224, 1.3471, -0.4838, -0.2699, 0.0426, 0],
  bias: -0.4917,
};
