import type { Core } from './core.ts';

/** How far an article must be ahead of the background. */
const lead = { 'squared-hinge': 0.1, logistic: 0.5 } as const;

/** What a confidence is worth where the background is ahead. */
export const backgroundTrust = 0.4;

/** True when the texts that belong to no article fit as well as the best article, of which there are `articleCount`. */
export function isBackgroundAhead({ loss }: Pick<Core, 'loss'>, margins: Float32Array, articleCount: number): boolean {
  const background = margins[articleCount];
  if (background === undefined) return false;
  const best = margins.subarray(0, articleCount).reduce((most, margin) => Math.max(most, margin), -Infinity);
  return best - background < lead[loss];
}
