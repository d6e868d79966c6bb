import { AppError } from '../../errors.ts';

/**
 * Reads the `watermark` of a query: the place in the transcript up to which the client has read. Undefined when the
 * client sent none. An empty one is 0, "nothing yet": that is what botframework-directlinejs sends before the first
 * activity arrived, and taking it for "none" would lose what was said while its stream was down.
 * Throws `badRequest` for anything this server did not hand out.
 */
export function parseWatermark(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === '') return 0;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw new AppError('badRequest', 'The watermark is not one that this service gave out.');
}

/** The watermark of a reader who has read up to `seq`. To clients it is opaque. */
export function toWatermark(seq: number): string {
  return String(seq);
}
