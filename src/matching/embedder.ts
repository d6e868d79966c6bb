/** Turns texts into vectors whose cosine says how near the texts are in meaning, across words and languages. */
export interface Embedder {
  /** Names model and settings: vectors of different ids must not be compared. Holds no secret. */
  readonly id: string;
  /**
   * One vector a text, in the order of the texts, each of unit length and all of the same dimension. A call with a signal
   * has somebody waiting: it is tried once and ends when the signal does; a call without one may take its time and try
   * again. No texts, no vectors. Throws `embeddingFailed`.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** One unit vector a phrase of a model, row after row, in the order of the model's phrases. */
export interface PhraseVectors {
  readonly dimension: number;
  /** `dimension` values a phrase. */
  readonly values: Float32Array;
}
