import { countForgotten, type GoldResult } from './gold-run.ts';
import type { GoldSet } from '../knowledge/gold.ts';
import { textTable } from './text-table.ts';

/** Pass and fail a language, then each question that no longer passes, and those that never did. */
export function goldText(results: readonly GoldResult[], set: GoldSet): string {
  const languages = [...new Set(results.map(({ gold }) => gold.language))];
  const table = textTable([
    ['', 'questions', 'pass', 'gained', 'dropped', 'known failing'],
    ...languages.map((language) =>
      row(
        language,
        results.filter(({ gold }) => gold.language === language),
      ),
    ),
    row('all', results),
  ]);
  const forgotten = countForgotten(set);
  return [
    `${table}\n`,
    list('Dropped: passed when last accepted', results, 'dropped'),
    list('Known failing: never passed', results, 'known-failing'),
    forgotten === 0
      ? ''
      : `\n${forgotten} accepted questions are no longer asked. \`simpatico gold --accept\` forgets them.\n`,
  ].join('');
}

function row(name: string, results: readonly GoldResult[]): string[] {
  const count = (...states: readonly GoldResult['state'][]) =>
    String(results.filter(({ state }) => states.includes(state)).length);
  return [
    name,
    String(results.length),
    count('passes', 'gained'),
    count('gained'),
    count('dropped'),
    count('known-failing'),
  ];
}

function list(title: string, results: readonly GoldResult[], state: GoldResult['state']): string {
  const lines = results.filter((result) => result.state === state).map(resultText);
  return lines.length === 0 ? '' : `\n${title}\n${lines.join('\n')}\n`;
}

/** Where the question stands, what it should find, what it found and why. */
function resultText({ gold, got, decision, confidence, nearestPhrase }: GoldResult): string {
  const found = got === undefined ? 'nothing' : `${got}${decision === 'clarify' ? ' (asked back)' : ''}`;
  const near = nearestPhrase === undefined ? '' : `, near "${nearestPhrase.text}" (${nearestPhrase.language})`;
  return (
    `  ${gold.file}:${gold.line}  ${gold.question}\n` +
    `       ${gold.entry} → ${found}, ${Math.round(confidence * 100)} %${near}`
  );
}
