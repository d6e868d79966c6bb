import { z } from 'zod';
import { AppError } from '../errors.ts';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';

/** Intent of utterances that nothing in the knowledge base answers. */
export const outOfScope = 'oos';

/** One labelled utterance. */
export interface LabelledUtterance {
  readonly text: string;
  /** Language of the writer; also the locale a client would send. */
  readonly lang: LanguageCode;
  /** Article id, or `oos`. */
  readonly intent: string;
}

const lineSchema = z.object({
  text: z.string().min(1),
  lang: z.string().refine(isLanguageCode, 'is not a supported language'),
  intent: z.string().min(1),
});

/** Reads JSON lines `{"text","lang","intent"}`. Throws `badRequest` with file and line of the first that is not right. */
export function parseDataset(name: string, text: string): LabelledUtterance[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new AppError('badRequest', `${name}:${index + 1} is not JSON. Write one {"text","lang","intent"} a line.`);
    }
    const result = lineSchema.safeParse(value);
    if (result.success) return [result.data];
    const issue = result.error.issues[0];
    throw new AppError(
      'badRequest',
      `${name}:${index + 1} ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    );
  });
}

/** Throws `badRequest` that names every intent which is neither an entry nor `oos`, with the number of its lines. */
export function checkIntents(items: readonly LabelledUtterance[], entryIds: Iterable<string>): void {
  const known = new Set([...entryIds, outOfScope]);
  const unknown = new Map<string, number>();
  for (const { intent } of items) {
    if (!known.has(intent)) unknown.set(intent, (unknown.get(intent) ?? 0) + 1);
  }
  if (unknown.size === 0) return;
  const named = [...unknown].map(([intent, count]) => `${intent} (${count} ${count === 1 ? 'line' : 'lines'})`);
  throw new AppError(
    'badRequest',
    `The data name entries that the knowledge base does not have: ${named.join(', ')}. ` +
      `Correct them, or write "${outOfScope}" for what must not be answered.`,
  );
}
