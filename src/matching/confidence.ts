import type { Core, CoreScores } from './core.ts';
import type { Scores } from './read-meaning.ts';
import type { FindNearest, Nearness } from './nearest.ts';
import type { ColumnOf } from './vectorizer.ts';
import { wordFeature } from './features.ts';

/** Names of the features that words alone give, in their order. */
export const wordFeatureNames = [
  'margin of the article',
  'lead over the next article',
  'log-odds among all articles',
  'entropy among all articles',
  'best cosine inside the article',
  'best cosine inside a leading article',
  'cosine to the centre of the article',
  'share of unknown words',
  'share of words the article knows',
  'log of the number of words',
  'margin of the background',
] as const;

/** Names of all confidence features; the source of the set is `docs/design.md`, "Confidence". */
export const confidenceFeatureNames = [
  ...wordFeatureNames,
  'best cosine in meaning inside the article',
  'best cosine in meaning anywhere',
  'lead by meaning',
  'lead by words',
] as const;

/** How sharply margins are turned into shares; only the learned weights see the result. */
const sharpness = { 'squared-hinge': 5, logistic: 1 } as const;

/** How many articles are compared with the utterance text by text; one behind them is not in the running, and keeps its margin. */
export const closeCount = 3;

/** The confidence features of one candidate. */
export interface Candidate {
  readonly label: number;
  readonly features: readonly number[];
  readonly nearness: Nearness;
}

/** Looks closely at the best articles of one utterance, best first. */
export type LookClosely = (
  scores: Scores,
  utterance: { readonly stems: readonly string[]; readonly family: string },
  ranked: readonly number[],
  /** How many of them are compared with the utterance text by text. Default `closeCount`. */
  closely?: number,
) => readonly Candidate[];

/**
 * Makes the confidence features of the candidates of an utterance. Classes from `articleCount` on are background: they are
 * no candidates, and are not searched for near texts: that would take as long as all candidates together and tells nothing that
 * their margin does not.
 */
export function createLookClosely(
  core: Core,
  articleCount: number,
  findNearest: FindNearest,
  columnOf: ColumnOf,
): LookClosely {
  const hasBackground = core.classCount > articleCount;
  return (scores, { stems, family }, ranked, closely = closeCount) => {
    const { margins } = scores;
    const near = findNearest(scores.vector, ranked.slice(0, closely), family);
    const anywhere = near.reduce((most, { cosine }) => Math.max(most, cosine), 0);
    const shares = softmax(margins, articleCount, sharpness[core.loss]);
    let entropy = 0;
    for (const share of shares) if (share > 0) entropy -= share * Math.log(share);
    const background = hasBackground ? margins[articleCount]! : -1;
    const meaning = meaningOf(scores, articleCount);
    const words = wordsOf(core, stems, scores, columnOf);
    return ranked.map((label, place) => {
      const nearness = near[place] ?? notCompared;
      const share = Math.min(1 - 1e-9, Math.max(1e-9, shares[label]!));
      return {
        label,
        nearness,
        features: [
          margins[label]!,
          articleCount > 1 ? margins[label]! - nextBest(margins, articleCount, label) : 1,
          Math.log(share / (1 - share)),
          entropy,
          nearness.cosine,
          anywhere,
          nearness.centre,
          words.unknown,
          words.coveredBy(nearness),
          Math.log(stems.length + 1),
          background,
          ...meaning(label),
        ],
      };
    });
  };
}

/** The features of meaning: all zero where it was not looked at. */
function meaningOf({ meaning, byWords }: Scores, articleCount: number): (label: number) => readonly number[] {
  if (meaning === undefined) return () => noMeaning;
  const { near, byMeaning } = meaning;
  let anywhere = -1;
  for (const { cosine } of near.values()) anywhere = Math.max(anywhere, cosine);
  const lead = (margins: Float32Array, label: number) =>
    articleCount > 1 ? margins[label]! - nextBest(margins, articleCount, label) : 1;
  return (label) => [near.get(label)?.cosine ?? 0, anywhere, lead(byMeaning, label), lead(byWords, label)];
}

/** What is known of an article that was not compared. */
const notCompared: Nearness = { text: -1, cosine: 0, centre: 0, covered: new Uint8Array(0) };

const noMeaning = [0, 0, 0, 0];

function nextBest(margins: Float32Array, articleCount: number, label: number): number {
  let next = -Infinity;
  for (let other = 0; other < articleCount; other += 1) if (other !== label) next = Math.max(next, margins[other]!);
  return next;
}

function softmax(margins: Float32Array, count: number, sharp: number): Float64Array {
  const shares = new Float64Array(count);
  let top = -Infinity;
  for (let label = 0; label < count; label += 1) top = Math.max(top, margins[label]!);
  let total = 0;
  for (let label = 0; label < count; label += 1) {
    shares[label] = Math.exp(sharp * (margins[label]! - top));
    total += shares[label]!;
  }
  for (let label = 0; label < count; label += 1) shares[label]! /= total;
  return shares;
}

/** How many of the words, weighted by their idf, are unknown, and how many occur in texts of a class. */
function wordsOf(
  core: Core,
  stems: readonly string[],
  { vector }: CoreScores,
  columnOf: ColumnOf,
): { unknown: number; coveredBy: (nearness: Nearness) => number } {
  // An unknown word is at least as rare as the rarest known one.
  const rarest = Math.log(1 + core.labels.length) + 1;
  const known: { place: number; idf: number }[] = [];
  let unknown = 0;
  let total = 0;
  for (const stem of new Set(stems)) {
    const column = columnOf(wordFeature(stem));
    const idf = column < 0 ? rarest : core.table.idf[column]!;
    total += idf;
    if (column < 0) unknown += idf;
    else known.push({ place: vector.columns.indexOf(column), idf });
  }
  if (total === 0) total = 1;
  return {
    unknown: unknown / total,
    coveredBy: ({ covered }) =>
      known.reduce((sum, { place, idf }) => sum + (covered[place] === 1 ? idf : 0), 0) / total,
  };
}
