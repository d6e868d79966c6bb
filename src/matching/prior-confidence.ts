import type { Logistic } from './logistic.ts';

/**
 * The confidence for knowledge too small to learn one from (fewer than five articles or three phrases an article). Fitted
 * on bases of two phrases an entry drawn from the training files of banking77 and corpus50 (English, Spanish, French,
 * Italian), asked with their other phrases and, at weight 0.15, with phrases of left-out entries. Features in the order of
 * `confidenceFeatureNames`; the background, which those bases lack, has no weight.
 */
export const priorConfidence: Logistic = {
  mean: [-0.3279, 0.3639, -0.6523, 2.7549, 0.4705, 0.4802, 0.4255, 0.2818, 0.4721, 1.8116, -1, 0, 0, 0, 0],
  deviation: [0.2826, 0.3215, 1.5016, 1.007, 0.1716, 0.165, 0.1514, 0.2486, 0.2214, 0.4746, 1, 1, 1, 1, 1],
  weights: [1.418, 0.4113, 1.3865, 0.7307, -1.0289, 0.6691, -0.1547, -0.6482, -0.5437, 0.0366, 0, 0, 0, 0, 0],
  bias: 0.4341,
};
