/** How vectors are trained. */
export interface TrainingSettings {
  /** Length of a vector; a multiple of eight. */
  readonly dimensions: number;
  /** Pairs that are told apart from one another in one step; a multiple of eight. */
  readonly batch: number;
  /** What cosines are divided by before the softmax. */
  readonly temperature: number;
  /** Share of the features of a text that are left out at random. */
  readonly dropout: number;
  readonly steps: number;
  /** Length of the first steps; it falls evenly to `rateAtEnd`. */
  readonly rate: number;
  readonly rateAtEnd: number;
  /** Share of the pairs of which one text is English for certain. */
  readonly englishShare: number;
  /** Share of the batches from one source alone, so that its style is no clue. */
  readonly sameSourceShare: number;
  readonly seed: number;
}

/** What was measured to be best; temperature and batch matter most. */
export const defaultSettings: TrainingSettings = {
  dimensions: 128,
  batch: 1024,
  temperature: 0.18,
  dropout: 0.15,
  steps: 6000,
  rate: 0.2,
  rateAtEnd: 0.01,
  englishShare: 0.3,
  sameSourceShare: 0.5,
  seed: 1,
};
