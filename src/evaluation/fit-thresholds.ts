import type { Thresholds } from '../dialog/thresholds.ts';
import { hashText } from '../matching/hash.ts';
import type { Brain } from '../service/brain.ts';
import { fateOf, outcomeOf, type Heard, type Outcome } from './run.ts';

/** Thresholds that were fitted to labelled lines. */
export interface Fit {
  readonly thresholds: Thresholds;
  /** Whether the wished-for rate of wrong answers can be kept at all; if not, the strictest threshold stands there. */
  readonly isKept: boolean;
  /** Wrong, of the answers given to lines that were left out while fitting (five parts in turn); NaN without an answer. */
  readonly heldOutWrong: number;
}

/** What became of each line at one threshold. */
interface Step {
  readonly answer: number;
  readonly outcomes: readonly Outcome[];
}

const strictest = 0.99;
const answerSteps = Array.from({ length: 70 }, (_, step) => (30 + step) / 100);
const clarifySteps = Array.from({ length: 14 }, (_, step) => (20 + 5 * step) / 100);
/** One-sided 70 %: with this chance the true rate is below the bound. */
const boundWidth = 0.52;
const parts = 5;
/** A question that offers the right entry is worth this many that do not. */
const vainQuestions = 2;
/** Fewer lines asked back tell nothing about the threshold for asking. */
const fewestAsked = 30;

/**
 * The thresholds of one language. `answer` is the lowest from which the rate of wrong answers, with a margin for chance
 * (upper Wilson bound, one-sided 70 %), stays at or under `wrong` (0 to 1, of the answers given; an answer to an
 * out-of-scope line is wrong). `clarify` is where asking back pays best; with few lines to judge it by it stays as before.
 */
export function fitThresholds(
  heard: readonly Heard[],
  before: Thresholds,
  wrong: number,
  article: Brain['article'],
): Fit {
  const steps = answerSteps.map((answer) => ({
    answer,
    outcomes: heard.map((line) => outcomeOf(line, { answer, clarify: before.clarify }, article)),
  }));
  const everything = () => true;
  const found = lowest(steps, wrong, everything);
  const answer = found ?? strictest;
  return {
    thresholds: { answer, clarify: fitClarify(heard, answer, before.clarify, article) },
    isKept: found !== undefined,
    heldOutWrong: heldOutWrong(steps, wrong),
  };
}

/** Wrong, of the answers given in a set of outcomes. */
export function countAnswers(outcomes: readonly Outcome[]): { given: number; wrong: number } {
  const given = outcomes.filter(({ answered }) => answered !== undefined);
  return { given: given.length, wrong: given.filter(({ answered, item }) => answered !== item.intent).length };
}

/** The lowest step that keeps the rate with its margin, on the lines that are taken. */
function lowest(steps: readonly Step[], wrong: number, isTaken: (outcome: Outcome) => boolean): number | undefined {
  return steps.find(({ outcomes }) => {
    const counted = countAnswers(outcomes.filter(isTaken));
    return counted.given > 0 && upperBound(counted.wrong, counted.given) <= wrong;
  })?.answer;
}

/** Fits on four parts of five, counts on the fifth, in turn. */
function heldOutWrong(steps: readonly Step[], wrong: number): number {
  let given = 0;
  let mistaken = 0;
  for (let part = 0; part < parts; part += 1) {
    const answer = lowest(steps, wrong, (outcome) => partOf(outcome) !== part) ?? strictest;
    const step = steps.find((candidate) => candidate.answer === answer);
    const counted = countAnswers(step?.outcomes.filter((outcome) => partOf(outcome) === part) ?? []);
    given += counted.given;
    mistaken += counted.wrong;
  }
  return given === 0 ? NaN : mistaken / given;
}

/** By its text, not its place: data files are sorted in ways that repeat. */
function partOf({ item }: Outcome): number {
  return hashText(item.text) % parts;
}

/** Upper Wilson bound of a rate. */
function upperBound(hits: number, count: number): number {
  const z2 = boundWidth ** 2;
  const rate = hits / count;
  const spread = boundWidth * Math.sqrt((rate * (1 - rate)) / count + z2 / (4 * count ** 2));
  return (rate + z2 / (2 * count) + spread) / (1 + z2 / count);
}

function fitClarify(heard: readonly Heard[], answer: number, before: number, article: Brain['article']): number {
  const worth = (clarify: number) => worthOfAsking(heard, { answer, clarify }, article);
  const steps = clarifySteps.filter((clarify) => clarify <= answer);
  if (steps[0] === undefined || worth(steps[0]).asked < fewestAsked) return before;
  return steps.reduce((best, step) => (worth(step).worth > worth(best).worth ? step : best), before);
}

function worthOfAsking(
  heard: readonly Heard[],
  thresholds: Thresholds,
  article: Brain['article'],
): { asked: number; worth: number } {
  const asked = heard
    .map((line) => outcomeOf(line, thresholds, article))
    .filter((outcome) => fateOf(outcome) === 'asked');
  const fruitful = asked.filter(({ offered, item }) => offered.includes(item.intent)).length;
  return { asked: asked.length, worth: fruitful - (asked.length - fruitful) / vainQuestions };
}
