import type { Core } from './core.ts';

/** How far an article must be ahead of the background. */
const lead = { 'squared-hinge': 0.1, logistic: 0.5 } as const;

/** What a confidence is worth where the background is ahead. */
export const backgroundTrust = 0.4;

/**
 * True when the texts that belong to no article fit as well as the best article, of which there are `articleCount`. On labelled
 * messages this holds for one right answer in a hundred and for two in three questions about something else.
 */
export function isBackgroundAhead({ loss }: Pick<Core, 'loss'>, margins: Float32Array, articleCount: number): boolean {
  const background = margins[articleCount];
  if (background === undefined) return false;
  const best = margins.subarray(0, articleCount).reduce((most, margin) => Math.max(most, margin), -Infinity);
  return best - background < lead[loss];
}
