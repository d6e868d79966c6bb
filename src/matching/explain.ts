import { familyOf } from '../language/languages.ts';
import type { Utterance } from '../language/analyze.ts';
import { isUnspaced, segmentWords } from '../language/tokenize.ts';
import type { SpotConcepts } from './concepts.ts';
import {
  distinctConcepts,
  featuresOf,
  visitCharacters,
  visitConcepts,
  visitSpelling,
  visitWords,
  type VisitFeature,
} from './features.ts';
import { familiesOf, type Model } from './train.ts';
import { channelWeightsFor, createColumnOf, vectorOf } from './vectorizer.ts';

/** How much one word or concept said. */
export interface Contribution {
  /** The word as folded for matching, or the id of the concept. */
  readonly text: string;
  /** What it added to the margin of the article. */
  readonly pro: number;
  /** What it added to the margin of the runner-up. */
  readonly contra: number;
}

/** What spoke for an article and what for its runner-up; largest difference first. */
export interface Explanation {
  readonly words: readonly Contribution[];
  readonly concepts: readonly Contribution[];
}

/** Explains why `articleId` is ahead of `runnerUpId`, or what spoke for it where there is no runner-up. */
export type Explain = (utterance: Utterance, articleId: string, runnerUpId?: string) => Explanation;

/**
 * Makes the explainer of a model. The margin of an article is a sum over features, so each word's part can be told
 * exactly: that of its own features, and an equal share of those it has together with its neighbours.
 */
export function createExplain(model: Model, spot: SpotConcepts): Explain {
  const { core, articleIds } = model;
  const columnOf = createColumnOf(core.table);
  const labelOf = new Map(articleIds.map((id, label) => [id, label]));
  const families = familiesOf(model);
  return (utterance, articleId, runnerUpId) => {
    const article = labelOf.get(articleId);
    const runnerUp = runnerUpId === undefined ? undefined : labelOf.get(runnerUpId);
    const features = featuresOf(utterance, spot);
    const weights = channelWeightsFor(families.has(familyOf(utterance.language)));
    const vector = vectorOf(core.table, features, weights, columnOf);
    const valueAt = new Map([...vector.columns].map((column, index) => [column, vector.values[index]!]));
    const weight = (column: number, label: number | undefined) =>
      label === undefined ? 0 : core.weights[column * core.classCount + label]! * core.scale[column]!;
    const share = (totals: { pro: number; contra: number }[], counts: ReadonlyMap<number, number>): VisitFeature => {
      return (hash, from, to) => {
        const column = columnOf(hash);
        const value = valueAt.get(column);
        if (value === undefined) return;
        const part = value / (counts.get(hash) ?? 1) / (to - from + 1);
        for (let item = from; item <= to; item += 1) {
          const total = totals[item];
          // Rare characters take two units of text and are one token.
          if (total === undefined) break;
          total.pro += part * weight(column, article);
          total.contra += part * weight(column, runnerUp);
        }
      };
    };
    const words = utterance.tokens.map(() => ({ pro: 0, contra: 0 }));
    visitWords(utterance.stems, share(words, features.words));
    visitCharacters(utterance.tokens, share(words, features.characters));
    visitSpelling(utterance, share(words, features.spelling));
    const named = distinctConcepts(utterance, spot);
    const concepts = named.map(() => ({ pro: 0, contra: 0 }));
    visitConcepts(named, share(concepts, features.concepts));
    return {
      words: strongest(joinCharacters(utterance, words)),
      concepts: strongest(named.map((text, index) => ({ text, ...concepts[index]! }))),
    };
  };
}

/** Characters of scripts without spaces, put together to the words that a reader sees. */
function joinCharacters(utterance: Utterance, parts: readonly { pro: number; contra: number }[]): Contribution[] {
  const joined: { text: string; pro: number; contra: number }[] = [];
  const { tokens } = utterance;
  for (let at = 0; at < tokens.length;) {
    let end = at + 1;
    if (isUnspaced(tokens[at]!)) while (end < tokens.length && isUnspaced(tokens[end]!)) end += 1;
    const run = tokens.slice(at, end);
    for (const text of run.length > 1 ? segmentWords(run.join(''), utterance.language) : run) {
      const size = run.length > 1 ? [...text].length : 1;
      const own = parts.slice(at, at + size);
      joined.push({ text, pro: sum(own, 'pro'), contra: sum(own, 'contra') });
      at += size;
    }
    at = end;
  }
  return joined;
}

function sum(parts: readonly { pro: number; contra: number }[], side: 'pro' | 'contra'): number {
  return parts.reduce((total, part) => total + part[side], 0);
}

/** How many are shown. */
const most = 6;

function strongest(contributions: readonly Contribution[]): Contribution[] {
  const merged = new Map<string, Contribution>();
  for (const { text, pro, contra } of contributions) {
    const before = merged.get(text);
    merged.set(text, { text, pro: pro + (before?.pro ?? 0), contra: contra + (before?.contra ?? 0) });
  }
  const lead = ({ pro, contra }: Contribution) => Math.abs(pro - contra);
  return [...merged.values()].sort((a, b) => lead(b) - lead(a)).slice(0, most);
}
