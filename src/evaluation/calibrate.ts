import { fitCalibration, type Calibrations } from '../matching/calibration.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Outcome } from './run.ts';

/** Labelled lines a language needs for a correction of its own. */
const enough = 200;

/**
 * The corrections that fit the outcomes best, as YAML: one for each language with enough lines, and `default` from the lines
 * of the others, or from all where there are too few of those.
 */
export function calibrationText(outcomes: readonly Outcome[], before: Calibrations): string {
  const languages = [...new Set(outcomes.map(({ language }) => language))];
  const of = (wished: LanguageCode) => outcomes.filter(({ language }) => language === wished);
  const own = languages
    .map((language) => [language, of(language)] as const)
    .filter(([, { length }]) => length >= enough);
  const others = outcomes.filter(({ language }) => !own.some(([known]) => known === language));
  return [
    line('default', others.length >= enough ? others : outcomes, before.default),
    ...own.map(([language, list]) => line(language, list, before[language] ?? before.default)),
  ].join('\n');
}

function line(name: string, outcomes: readonly Outcome[], before: Calibrations['default']): string {
  const answers = outcomes.map(({ confidence, ranked, item }) => ({ confidence, right: ranked[0] === item.intent }));
  const { slope, shift } = fitCalibration(answers, before);
  return `${name}: {slope: ${slope.toFixed(3)}, shift: ${shift.toFixed(3)}}`;
}
