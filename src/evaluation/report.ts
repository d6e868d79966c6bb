import { confusions, measure, type Metrics } from './metrics.ts';
import type { Outcome } from './run.ts';

const columns: readonly { readonly title: string; readonly of: (metrics: Metrics) => string }[] = [
  { title: 'lines', of: (m) => String(m.count) },
  { title: 'top 1', of: (m) => percent(m.accuracy) },
  { title: 'top 3', of: (m) => percent(m.accuracyAt3) },
  { title: 'answered', of: (m) => percent(m.answered) },
  { title: 'of these wrong', of: (m) => percent(m.answeredWrongly) },
  { title: 'oos answered', of: (m) => percent(m.outOfScopeAnswered) },
  { title: 'AUROC', of: (m) => percent(m.auroc) },
  { title: 'ECE', of: (m) => percent(m.calibrationError) },
  { title: 'language', of: (m) => percent(m.languageRight) },
];

/** The figures as a table for a terminal, per language and together, then the worst confusions with their texts. */
export function reportText(outcomes: readonly Outcome[]): string {
  const languages = [...new Set(outcomes.map(({ item }) => item.lang))];
  const rows = [
    ...languages.map((lang) => ({
      name: lang,
      metrics: measure(outcomes.filter(({ item }) => item.lang === lang)),
    })),
    { name: 'all', metrics: measure(outcomes) },
  ];
  const table = [
    ['', ...columns.map(({ title }) => title)],
    ...rows.map(({ name, metrics }) => [name, ...columns.map(({ of }) => of(metrics))]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
  const worst = confusions(outcomes, 10).map(
    ({ expected, got, texts }) =>
      `${String(texts.length).padStart(3)}  ${expected} taken for ${got}\n${texts.map((text) => `       ${text}`).join('\n')}`,
  );
  const mixedUp = worst.length === 0 ? '' : `\nWorst confusions (first-ranked entry)\n${worst.join('\n')}\n`;
  return `${lines.join('\n')}\n${mixedUp}`;
}

function percent(value: number): string {
  return Number.isNaN(value) ? '–' : `${(value * 100).toFixed(1)} %`;
}
