import { confidenceFeatureNames } from './confidence.ts';

/** Features of the confidence that a slice has: those that need no phrases. */
const sliceFeatureNames = [
  'margin of the article',
  'lead over the next article',
  'log-odds among all articles',
  'entropy among all articles',
  'share of unknown words',
  'log of the number of words',
  'margin of the background',
] as const satisfies readonly (typeof confidenceFeatureNames)[number][];

const places = sliceFeatureNames.map((name) => confidenceFeatureNames.indexOf(name));

/** Those of all confidence features of a candidate that a slice has, in their order. */
export function sliceFeatures(features: readonly number[]): readonly number[] {
  return places.map((place) => features[place]!);
}
