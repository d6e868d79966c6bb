import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { maxUtteranceLength } from '../language/analyze.ts';
import type { Logger } from '../log.ts';
import { createConceptSpotter, type ConceptForms } from '../matching/concepts.ts';
import type { Embedder, PhraseVectors } from '../matching/embedder.ts';
import { fitFusion } from '../matching/fit-fusion.ts';
import type { Fusion, Semantics } from '../matching/semantic.ts';
import type { Model } from '../matching/train.ts';
import { keepFile } from './keep-file.ts';

/** What looking at meaning needs. */
export interface MeaningDeps {
  readonly embedder: Embedder;
  /** Vectors of phrases, in their order; kept, so that the same phrases cost nothing the next time. */
  readonly embedPhrases: (texts: readonly string[]) => Promise<PhraseVectors>;
  readonly logger: Logger;
  /** How long a turn waits for the meaning of a message, in ms. Default 300. */
  readonly timeoutMs?: number;
}

/** The vector of a message; undefined where there is none in time. */
export type Prepare = (text: string) => Promise<Float32Array | undefined>;

/** Meaning as a brain uses it. */
export interface Meaning {
  readonly semantics: Semantics;
  readonly prepare: Prepare;
}

/**
 * Embeds the phrases of a model and learns the fusion, or reads it where it was learned before. Undefined, with a warning,
 * where the knowledge is too small to learn from. Throws `embeddingFailed`.
 */
export async function loadMeaning(
  deps: MeaningDeps,
  { model, forms, folder, modelName }: { model: Model; forms: ConceptForms; folder: string; modelName: string },
): Promise<Meaning | undefined> {
  const vectors = await deps.embedPhrases(model.phrases.map(({ text }) => text));
  const embedderHash = createHash('sha256').update(deps.embedder.id).digest('hex').slice(0, 16);
  const path = join(folder, `${modelName}-${embedderHash}.fusion`);
  const fusion = (await readFusion(path)) ?? fitFusion(model, createConceptSpotter({ forms }), vectors);
  if (fusion === undefined) {
    deps.logger.warn({}, 'the knowledge base is too small to weigh meaning: matching goes by words alone');
    return undefined;
  }
  await keepFile(folder, path, () => new TextEncoder().encode(JSON.stringify(fusion)));
  return { semantics: { vectors, fusion }, prepare: createPrepare(deps, vectors.dimension) };
}

async function readFusion(path: string): Promise<Fusion | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Fusion);
}

/**
 * Makes the function that asks for the meaning of a message, within the time limit. A failure is no failure of the turn: it
 * goes on by words alone. It is logged when it begins and when it is over, without the message.
 */
export function createPrepare(
  { embedder, logger, timeoutMs = 300 }: Pick<MeaningDeps, 'embedder' | 'logger' | 'timeoutMs'>,
  dimension: number,
): Prepare {
  let works = true;
  return async (text) => {
    if (text.trim() === '') return undefined;
    try {
      const [vector] = await embedder.embed([text.slice(0, maxUtteranceLength)], AbortSignal.timeout(timeoutMs));
      if (vector?.length !== dimension) throw otherModel(dimension, vector?.length ?? 0);
      if (!works) logger.warn({}, 'meaning is looked at again');
      works = true;
      return vector;
    } catch (error) {
      // The message of an error may hold what a server said, and servers repeat what they were sent.
      const facts = error instanceof AppError ? error.facts : {};
      if (works) logger.warn({ ...facts, timeoutMs }, 'no meaning for messages: matching goes by words alone');
      works = false;
      return undefined;
    }
  };
}

function otherModel(expected: number, got: number): AppError {
  return new AppError('embeddingFailed', `A message has ${got} dimensions, the phrases have ${expected}.`, {
    facts: { kind: 'format', expected, got },
  });
}
