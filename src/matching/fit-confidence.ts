import { fitLogistic, logOdds, type Logistic, type LogisticExample } from './logistic.ts';
import { priorConfidence } from './prior-confidence.ts';

/** What the confidence learns from: one text that was held out, or whose article was. */
export interface ConfidenceRow extends LogisticExample {
  readonly family: string;
  readonly isLeftOut: boolean;
}

/** Stands for all languages without phrases among the families of the confidence. */
export const strangers = 'strangers';

/** Weight of all left-out rows together against the held-out ones, where none is asked for. */
export const usualLeftOutWeight = 0.15;

/** Rows a family needs for a confidence of its own, and those that strangers need. */
const enoughRows = 400;
const enoughOfStrangers = 100;

/**
 * Learns the confidence of each language family that has rows enough, of `strangers`, and of `any` other one.
 * @param leftOutWeight weight of all left-out rows together against the held-out ones
 * @param hasBackground whether the machines know texts that belong to no article
 */
export function fitConfidence(
  rows: readonly ConfidenceRow[],
  leftOutWeight: number,
  hasBackground: boolean,
): Record<string, Logistic> {
  const fit = (own: readonly ConfidenceRow[]) =>
    hasBackground ? fitLogistic(weighLeftOut(own, leftOutWeight)) : fitOrderFirst(own, leftOutWeight);
  const known = rows.filter(({ family }) => family !== strangers);
  if (known.length === 0) return { any: priorConfidence };
  const result: Record<string, Logistic> = { any: fit(known) };
  for (const family of new Set(rows.map((row) => row.family))) {
    const own = rows.filter((row) => row.family === family);
    if (own.length >= (family === strangers ? enoughOfStrangers : enoughRows)) result[family] = fit(own);
  }
  return result;
}

/**
 * Without background texts the left-out articles alone teach what a question about something else looks like. To tell
 * the two apart they then weigh as much as all else, and the probability is learned after it, from that one score, with the
 * weight that was asked for: what is told apart best need not be what is likely.
 */
function fitOrderFirst(rows: readonly ConfidenceRow[], leftOutWeight: number): Logistic {
  const order = fitLogistic(weighLeftOut(rows, 1));
  const scored = rows.map((row) => ({ ...row, features: [logOdds(order, row.features)] }));
  const likely = fitLogistic(weighLeftOut(scored, leftOutWeight), weakPenalty);
  const slope = likely.weights[0]! / likely.deviation[0]!;
  return {
    ...order,
    weights: order.weights.map((weight) => weight * slope),
    bias: order.bias * slope + likely.bias - likely.mean[0]! * slope,
  };
}

/** One feature needs no penalty. */
const weakPenalty = 1000;

/** Gives all left-out rows together `weight` times the weight of the held-out ones. */
export function weighLeftOut<Row extends ConfidenceRow>(rows: readonly Row[], weight: number): Row[] {
  const leftOut = rows.filter((row) => row.isLeftOut).length;
  const each = leftOut === 0 ? 0 : (weight * (rows.length - leftOut)) / leftOut;
  return rows.map((row) => (row.isLeftOut ? { ...row, weight: each } : row));
}
