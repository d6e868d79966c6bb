import { fitCalibration, type Calibrations } from '../matching/calibration.ts';
import type { Outcome } from './run.ts';

/** Labelled lines a language needs for a correction of its own. */
const enough = 200;

/** The corrections that fit the outcomes best, as YAML: one for all, and one for each language with enough lines. */
export function calibrationText(outcomes: readonly Outcome[], before: Calibrations): string {
  const languages = [...new Set(outcomes.map(({ language }) => language))];
  const lines = languages.flatMap((language) => {
    const own = outcomes.filter((outcome) => outcome.language === language);
    if (own.length < enough) return [];
    return [line(language, own, before[language] ?? before.default)];
  });
  return [line('default', outcomes, before.default), ...lines].join('\n');
}

function line(name: string, outcomes: readonly Outcome[], before: Calibrations['default']): string {
  const answers = outcomes.map(({ confidence, ranked, item }) => ({ confidence, right: ranked[0] === item.intent }));
  const { slope, shift } = fitCalibration(answers, before);
  return `${name}: {slope: ${slope.toFixed(3)}, shift: ${shift.toFixed(3)}}`;
}
