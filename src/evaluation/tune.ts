import type { Thresholds, ThresholdsByLanguage } from '../dialog/thresholds.ts';
import { thresholdsFor } from '../dialog/thresholds.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Brain } from '../service/brain.ts';
import { outOfScope } from './dataset.ts';
import { countAnswers, fitThresholds, type Fit } from './fit-thresholds.ts';
import { fateOf, outcomeOf, type Heard, type Outcome } from './run.ts';

/** Labelled lines that thresholds of their own need. */
export const fewestLines = 200;

/** The fitted thresholds of one line of `thresholds.yaml`. */
export interface TunedLine extends Fit {
  /** A language, or `default`. */
  readonly name: LanguageCode | 'default';
  readonly lines: number;
}

/** What became of the lines of one language, in counts. */
export interface Fates {
  readonly lines: number;
  readonly answered: number;
  /** Of the answered: another entry was meant, or none. */
  readonly wrong: number;
  readonly asked: number;
  readonly escalated: number;
  readonly outOfScope: number;
  readonly outOfScopeAnswered: number;
}

/** One language before and after. */
export interface TunedLanguage {
  readonly language: LanguageCode;
  readonly thresholdsBefore: Thresholds;
  readonly thresholds: Thresholds;
  /** `own`: fitted to its lines; `default`: too few lines, the default is used; `kept`: too few lines, its line stays. */
  readonly source: 'own' | 'default' | 'kept';
  readonly before: Fates;
  readonly after: Fates;
}

/** The result of tuning. */
export interface Tuning {
  readonly wished: number;
  readonly fitted: readonly TunedLine[];
  /** In the order in which the languages appear in the data. */
  readonly languages: readonly TunedLanguage[];
  readonly next: ThresholdsByLanguage;
}

/**
 * Fits thresholds for a wished-for rate of wrong answers (0 to 1, of the answers given). A language with fewer than 200
 * lines keeps its line of `thresholds.yaml`, or has none and uses `default`, which is fitted to all such languages
 * together if they have 200 lines.
 */
export function tune(
  heard: readonly Heard[],
  current: ThresholdsByLanguage,
  wished: number,
  article: Brain['article'],
): Tuning {
  const groups = groupByLanguage(heard);
  const sourceOf = (language: LanguageCode, lines: readonly Heard[]): TunedLanguage['source'] => {
    if (lines.length >= fewestLines) return 'own';
    return current[language] === undefined ? 'default' : 'kept';
  };
  const pooled = [...groups].flatMap(([language, lines]) => (sourceOf(language, lines) === 'default' ? lines : []));
  const named: [TunedLine['name'], readonly Heard[], Thresholds][] = [
    ['default', pooled, current.default],
    ...[...groups].map(([language, lines]): [LanguageCode, readonly Heard[], Thresholds] => [
      language,
      sourceOf(language, lines) === 'own' ? lines : [],
      thresholdsFor(current, language),
    ]),
  ];
  const fitted = named
    .filter(([, lines]) => lines.length >= fewestLines)
    .map(([name, lines, before]) => ({ name, lines: lines.length, ...fitThresholds(lines, before, wished, article) }));
  const next = { ...current, ...Object.fromEntries(fitted.map(({ name, thresholds }) => [name, thresholds])) };
  return {
    wished,
    fitted,
    next,
    languages: [...groups].map(([language, lines]) => ({
      language,
      thresholdsBefore: thresholdsFor(current, language),
      thresholds: thresholdsFor(next, language),
      source: sourceOf(language, lines),
      before: fatesOf(lines, thresholdsFor(current, language), article),
      after: fatesOf(lines, thresholdsFor(next, language), article),
    })),
  };
}

/** By the language that was heard, since that decides which thresholds apply. */
function groupByLanguage(heard: readonly Heard[]): Map<LanguageCode, Heard[]> {
  const groups = new Map<LanguageCode, Heard[]>();
  for (const line of heard) {
    const own = groups.get(line.utterance.language) ?? [];
    own.push(line);
    groups.set(line.utterance.language, own);
  }
  return groups;
}

function fatesOf(heard: readonly Heard[], thresholds: Thresholds, article: Brain['article']): Fates {
  const outcomes = heard.map((line) => outcomeOf(line, thresholds, article));
  const answers = countAnswers(outcomes);
  const count = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length;
  return {
    lines: outcomes.length,
    answered: answers.given,
    wrong: answers.wrong,
    asked: count((outcome) => fateOf(outcome) === 'asked'),
    escalated: count((outcome) => fateOf(outcome) === 'escalated'),
    outOfScope: count(({ item }) => item.intent === outOfScope),
    outOfScopeAnswered: count(({ item, answered }) => item.intent === outOfScope && answered !== undefined),
  };
}
