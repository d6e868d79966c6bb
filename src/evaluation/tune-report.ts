import type { Thresholds } from '../dialog/thresholds.ts';
import { percent, textTable } from './text-table.ts';
import { fewestLines, type Fates, type TunedLanguage, type Tuning } from './tune.ts';

/** What tuning would change, for a terminal: before and after per language, and what it costs. */
export function tuneText({ wished, fitted, languages }: Tuning): string {
  const fits = textTable([
    ['', 'lines', 'answer', 'clarify', 'wrong on held-out lines'],
    ...fitted.map(({ name, lines, thresholds, heldOutWrong }) => [
      name,
      String(lines),
      thresholds.answer.toFixed(2),
      thresholds.clarify.toFixed(2),
      percent(heldOutWrong),
    ]),
  ]);
  const total: Pick<TunedLanguage, 'before' | 'after'> = {
    before: sum(languages.map(({ before }) => before)),
    after: sum(languages.map(({ after }) => after)),
  };
  const table = textTable([
    ['', '', 'answer', 'clarify', 'lines', 'answered', 'of these wrong', 'asked back', 'escalated', 'oos answered'],
    ...languages.flatMap(({ language, before, after, thresholds, thresholdsBefore }) => [
      [language, 'before', ...limits(thresholdsBefore), ...cells(before)],
      ['', 'after', ...limits(thresholds), ...cells(after)],
    ]),
    ['all', 'before', '', '', ...cells(total.before)],
    ['', 'after', '', '', ...cells(total.after)],
  ]);
  return [
    `Fitted to at most ${percent(wished)} wrong of the answers given (an answer to an out-of-scope line is wrong)`,
    fitted.length === 0 ? 'Nothing could be fitted: too few lines.' : fits,
    '',
    table,
    '',
    ...languages.map(fewLinesText).filter((line) => line !== ''),
    ...fitted
      .filter(({ isKept }) => !isKept)
      .map(
        ({ name }) =>
          `${name}: no threshold keeps the wish with a margin; the strictest is shown. Do not save it: more lines or better phrases are needed.`,
      ),
    costText(total),
  ].join('\n');
}

function limits({ answer, clarify }: Thresholds): string[] {
  return [answer.toFixed(2), clarify.toFixed(2)];
}

function cells(fates: Fates): string[] {
  return [
    String(fates.lines),
    percent(fates.answered / fates.lines),
    percent(fates.wrong / fates.answered),
    percent(fates.asked / fates.lines),
    percent(fates.escalated / fates.lines),
    percent(fates.outOfScopeAnswered / fates.outOfScope),
  ];
}

function fewLinesText({ language, source, before }: TunedLanguage): string {
  if (source === 'own') return '';
  const used = source === 'default' ? 'the default is used' : 'its thresholds stay as they are';
  return `${language}: ${before.lines} lines are too few for thresholds of its own (${fewestLines} are needed); ${used}.`;
}

function costText({ before, after }: Pick<TunedLanguage, 'before' | 'after'>): string {
  const signed = (count: number) => `${count < 0 ? '−' : '+'}${Math.abs(count)}`;
  const perHundred = (100 * (after.escalated - before.escalated)) / after.lines;
  return (
    `Cost: ${signed(after.escalated - before.escalated)} escalations of ${after.lines} messages ` +
    `(${signed(Number(perHundred.toFixed(1)))} in 100), ${signed(after.asked - before.asked)} asked back, ` +
    `${signed(after.answered - before.answered)} answered, ${signed(after.wrong - before.wrong)} wrong answers.`
  );
}

function sum(all: readonly Fates[]): Fates {
  const total = (field: keyof Fates) => all.reduce((so, fates) => so + fates[field], 0);
  return {
    lines: total('lines'),
    answered: total('answered'),
    wrong: total('wrong'),
    asked: total('asked'),
    escalated: total('escalated'),
    outOfScope: total('outOfScope'),
    outOfScopeAnswered: total('outOfScopeAnswered'),
  };
}
