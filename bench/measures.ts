/** What a system said to one question whose entry is known. */
export interface Judged {
  /** Language of the question. */
  readonly lang: string;
  /** False for a question that no entry answers. */
  readonly isInScope: boolean;
  /** The first candidate is the entry meant; always false out of scope. */
  readonly isRight: boolean;
  /** Confidence of the first candidate, 0 to 1. */
  readonly confidence: number;
}

/** Figures of one system over one set of questions: shares from 0 to 1, NaN where there is nothing to count. */
export interface Measures {
  readonly inScope: number;
  readonly outOfScope: number;
  /** Right first candidates, of the questions in scope. */
  readonly accuracy: number;
  /** Chance that a question in scope gets a higher confidence than one out of scope; ties count half. */
  readonly auroc: number;
  /** Share of the questions out of scope that are taken when 95 % of those in scope are. */
  readonly falseAt95: number;
  /** Wrong answers among the surest 90 % of the questions in scope. */
  readonly wrongAt90: number;
  /** Expected calibration error in 15 bins, in scope. */
  readonly calibrationInScope: number;
  /** The same over all questions; any answer out of scope counts as wrong. NaN without such questions. */
  readonly calibrationOverall: number;
}

/** Measures one system on one set of questions. */
export function measure(judged: readonly Judged[]): Measures {
  const inside = judged.filter(({ isInScope }) => isInScope);
  const outside = judged.filter(({ isInScope }) => !isInScope);
  const sure = inside.map(({ confidence }) => confidence);
  const unsure = outside.map(({ confidence }) => confidence);
  return {
    inScope: inside.length,
    outOfScope: outside.length,
    accuracy: mean(inside.map(({ isRight }) => (isRight ? 1 : 0))),
    auroc: auroc(sure, unsure),
    falseAt95: falseAt(sure, unsure, 0.95),
    wrongAt90: wrongAtCoverage(inside, 0.9),
    calibrationInScope: calibrationError(inside),
    calibrationOverall: outside.length === 0 ? NaN : calibrationError(judged),
  };
}

/** Chance that one of `inside` is above one of `outside`, ties counting half: the rank sum of Mann and Whitney. */
export function auroc(inside: readonly number[], outside: readonly number[]): number {
  if (inside.length === 0 || outside.length === 0) return NaN;
  const below = Float64Array.from(outside).sort();
  let wins = 0;
  for (const value of inside) {
    const lower = countBelow(below, value, false);
    wins += lower + (countBelow(below, value, true) - lower) / 2;
  }
  return wins / (inside.length * outside.length);
}

/** How many of the ascending values are below `value`, or at most `value` with `orEqual`. */
function countBelow(ascending: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = ascending[middle] ?? Infinity;
    if (found < value || (orEqual && found === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Share of `outside` that reaches the highest threshold which at least `share` of `inside` reaches. */
export function falseAt(inside: readonly number[], outside: readonly number[], share: number): number {
  if (inside.length === 0 || outside.length === 0) return NaN;
  const descending = [...inside].sort((a, b) => b - a);
  const threshold = descending[Math.ceil(share * inside.length - 1e-9) - 1] ?? -Infinity;
  return outside.filter((value) => value >= threshold).length / outside.length;
}

/**
 * Share of wrong answers when only the surest `coverage` of the questions are answered. Of questions with the same
 * confidence at the border each counts alike, so that their order does not matter.
 */
export function wrongAtCoverage(judged: readonly Pick<Judged, 'confidence' | 'isRight'>[], coverage: number): number {
  const wanted = Math.round(coverage * judged.length);
  if (wanted === 0) return NaN;
  const border = [...judged].sort((a, b) => b.confidence - a.confidence)[wanted - 1]?.confidence ?? 0;
  const above = judged.filter(({ confidence }) => confidence > border);
  const level = judged.filter(({ confidence }) => confidence === border);
  const wrong = (list: readonly Pick<Judged, 'isRight'>[]) => list.filter(({ isRight }) => !isRight).length;
  return (wrong(above) + ((wanted - above.length) * wrong(level)) / level.length) / wanted;
}

/** Mean distance of confidence and share of right answers over bins of equal width, weighted by their size. */
export function calibrationError(judged: readonly Pick<Judged, 'confidence' | 'isRight'>[], bins = 15): number {
  if (judged.length === 0) return NaN;
  // What confidence promised less what came out, by bin.
  const gaps = new Float64Array(bins);
  for (const { confidence, isRight } of judged) {
    const bin = Math.min(bins - 1, Math.floor(confidence * bins));
    gaps[bin] = (gaps[bin] ?? 0) + confidence - (isRight ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / judged.length;
}

/** Arithmetic mean, NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that at least `share` of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? NaN;
}

/** Slope of the least-squares line through the points in double logarithms: the exponent of growth. */
export function exponent(points: readonly { readonly size: number; readonly cost: number }[]): number {
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ cost }) => Math.log(cost));
  const [middleX, middleY] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - middleX) ** 2, 0);
  return x.reduce((sum, value, at) => sum + (value - middleX) * ((y[at] ?? NaN) - middleY), 0) / spread;
}
