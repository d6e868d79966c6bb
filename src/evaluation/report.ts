import type { Confusion, ConfusedUtterance } from './confusions.ts';
import type { EvaluationReport } from './evaluation-report.ts';
import type { Metrics } from './metrics.ts';
import { percent, textTable } from './text-table.ts';

/** The columns of figures, on the terminal and on the page. */
export const metricColumns: readonly { readonly title: string; readonly of: (metrics: Metrics) => string }[] = [
  { title: 'lines', of: (m) => String(m.count) },
  { title: 'top 1', of: (m) => percent(m.accuracy) },
  { title: 'top 3', of: (m) => percent(m.accuracyAt3) },
  { title: 'answered', of: (m) => percent(m.answered) },
  { title: 'of these wrong', of: (m) => percent(m.answeredWrongly) },
  { title: 'asked back', of: (m) => percent(m.asked) },
  { title: 'escalated', of: (m) => percent(m.escalated) },
  { title: 'oos answered', of: (m) => percent(m.outOfScopeAnswered) },
  { title: 'right at 90 %', of: (m) => percent(m.accuracyAt90) },
  { title: 'wrong at 75 %', of: (m) => percent(m.wrongAt75) },
  { title: 'AUROC', of: (m) => percent(m.auroc) },
  { title: 'ECE', of: (m) => percent(m.calibrationError) },
  { title: 'language', of: (m) => percent(m.languageRight) },
];

/** Entries and confusions that are shown on a terminal. */
const shown = 10;

/** The report for a terminal: figures per language and together, the weakest entries, the worst confusions. */
export function reportText(report: EvaluationReport): string {
  const { all, languages, entries, confusions } = report;
  const rows = [
    ...languages.map(({ lang, metrics }) => ({ name: lang, metrics })),
    { name: 'all', metrics: all.metrics },
  ];
  const table = textTable([
    ['', ...metricColumns.map(({ title }) => title)],
    ...rows.map(({ name, metrics }) => [name, ...metricColumns.map(({ of }) => of(metrics))]),
  ]);
  const weak = entries.filter(({ count, right, wronglyGiven }) => right < count || wronglyGiven > 0).slice(0, shown);
  const weakest = textTable([
    ['', 'lines', 'first', 'answered wrongly', 'given wrongly'],
    ...weak.map(({ id, count, right, answeredWrongly, wronglyGiven }) =>
      [id, count, right, answeredWrongly, wronglyGiven].map(String),
    ),
  ]);
  const worst = confusions.slice(0, shown).map(confusionText).join('\n');
  return [
    `${table}\n`,
    weak.length === 0 ? '' : `\nWeakest entries\n${weakest}\n`,
    worst === '' ? '' : `\nWorst confusions (first-ranked entry)\n${worst}\n`,
  ].join('');
}

function confusionText({ expected, got, utterances, advice }: Confusion): string {
  const lines = utterances.flatMap((utterance) => [`       ${utterance.text}`, ...blameText(utterance)]);
  return [`${String(utterances.length).padStart(3)}  ${expected} taken for ${got}`, ...lines, `     → ${advice}`].join(
    '\n',
  );
}

function blameText({ blame }: ConfusedUtterance): string[] {
  if (blame === undefined) return [];
  return [`         near "${blame.text}" (${blame.language}, ${blame.cosine.toFixed(2)})`];
}
