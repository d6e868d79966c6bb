import { cpus, totalmem } from 'node:os';
import type { CompareResult, SetResult } from './compare-child.ts';
import { mean, measure, quantile, type Judged } from './measures.ts';
import type { PeerName } from './peers/all.ts';
import type { Task } from './tasks.ts';

/** One system on one task: what came out, or why nothing did. */
export interface Measured {
  readonly task: Task;
  readonly peer: PeerName;
  readonly result?: CompareResult;
  readonly reason?: string;
}

/** Facts of the run that the page tells. */
export interface RunFacts {
  readonly command: string;
  readonly sample: number;
}

/** The page of results: what was run where, the systems, and a table for each set of questions. */
export function pageOf(measured: readonly Measured[], facts: RunFacts): string {
  const tasks = [...new Set(measured.map(({ task }) => task))];
  return `${[
    '# Beside the peers',
    intro(facts, measured),
    systems(measured),
    legend,
    ...tasks.flatMap((task) => taskSections(measured.filter((one) => one.task === task))),
  ].join('\n\n')}\n`;
}

function intro({ command, sample }: RunFacts, measured: readonly Measured[]): string {
  const minutes = measured.reduce((sum, { result }) => sum + (result?.totalMs ?? 0), 0) / 60_000;
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, node ${process.versions.node}`;
  return [
    `Made on ${new Date().toISOString().slice(0, 10)} in ${Math.ceil(minutes)} minutes of processor time on ${machine}, by`,
    `\`\`\`sh\n${command}\n\`\`\``,
    `Each system ran in a process of its own, one after the other, on the same texts. A slow one was asked a sample of ${sample} questions a set; where it was, all are shown on that same sample below the full figures.`,
  ].join('\n\n');
}

function systems(measured: readonly Measured[]): string {
  const peers = new Map(measured.flatMap(({ peer, result }) => (result === undefined ? [] : [[peer, result.peer]])));
  const rows = [...peers.values()].map(({ name, version, setting }) => [name, version, setting]);
  return `## Systems\n\n${table(['system', 'version', 'setting'], rows, 3)}`;
}

const legend = `## How to read the tables

- _right_: the first candidate is the entry meant, of the questions in scope, %.
- _AUROC_, _FPR95_: confidence in scope against out of scope; share of questions out of scope that are taken when 95 % of those in scope are, %.
- _wrong at 90_: wrong answers among the surest 90 % of the questions in scope, %.
- _ECE_, _ECE+oos_: calibration error in scope, and with questions out of scope, %; – where the confidence is no probability.
- _train_: s. _mean_, _p99_: ms a question, in the process, warmed up. All times are processor time, which passes like the clock's on an idle machine and can be compared on a busy one.
- _memory_: peak of the whole process, MB.`;

function taskSections(measured: readonly Measured[]): string[] {
  const task = measured[0]?.task;
  if (task === undefined) return [];
  const texts = task.knowledge.entries.flatMap(({ phrases }) => Object.values(phrases)).flat().length;
  return [
    `## ${capital(task.name)}\n\n${capital(task.about)}. ${task.knowledge.entries.length} entries, ${texts} phrases.`,
    ...task.sets.flatMap((set) => setSections(measured, set.name, task.sets.length > 1)),
  ];
}

function setSections(measured: readonly Measured[], name: string, isOneOfMany: boolean): string[] {
  const results = measured.map((one) => ({ one, set: one.result?.sets.find((set) => set.name === name) }));
  const full = Math.max(0, ...results.map(({ set }) => set?.places.length ?? 0));
  const isSampled = (set: SetResult) => set.places.length < full;
  const rows = results.map(({ one, set }) =>
    set === undefined || isSampled(set)
      ? [one.result?.peer.name ?? one.peer, set === undefined ? (one.reason ?? '') : 'sample, below']
      : figures(one, set, set.judged),
  );
  const sampled = results.find(({ set }) => set !== undefined && isSampled(set))?.set;
  const sections = [`${isOneOfMany ? `**${capital(name)}.** ` : ''}${counts(results)}\n\n${table(header, rows)}`];
  if (sampled !== undefined) {
    const places = new Set(sampled.places);
    const same = results.flatMap(({ one, set }) =>
      set === undefined
        ? []
        : [
            figures(
              one,
              set,
              set.judged.filter((_, at) => places.has(set.places[at] ?? -1)),
            ),
          ],
    );
    sections.push(`The same ${sampled.places.length} questions for all:\n\n${table(header, same)}`);
  }
  const languages = languageTable(results);
  return languages === undefined ? sections : [...sections, languages];
}

interface ResultOfSet {
  readonly one: Measured;
  readonly set: SetResult | undefined;
}

function counts(results: readonly ResultOfSet[]): string {
  const largest = results.map(({ set }) => set?.judged ?? []).sort((a, b) => b.length - a.length)[0] ?? [];
  const { inScope, outOfScope } = measure(largest);
  return `${inScope} questions in scope, ${outOfScope} out of scope.`;
}

const header = ['system', 'right', 'AUROC', 'FPR95', 'wrong at 90', 'ECE', 'ECE+oos', 'train', 'mean', 'p99', 'memory'];

function figures({ result }: Measured, { times }: SetResult, judged: readonly Judged[]): string[] {
  if (result === undefined) return [];
  const measures = measure(judged);
  const { isProbability } = result.peer;
  return [
    result.peer.name,
    percent(measures.accuracy),
    percent(measures.auroc),
    percent(measures.falseAt95),
    percent(measures.wrongAt90),
    isProbability ? percent(measures.calibrationInScope) : '–',
    isProbability ? percent(measures.calibrationOverall) : '–',
    (result.trainMs / 1000).toFixed(2),
    mean(times).toFixed(2),
    quantile(times, 0.99).toFixed(2),
    result.peakMegabytes.toFixed(0),
  ];
}

function languageTable(results: readonly ResultOfSet[]): string | undefined {
  const judged = results.flatMap(({ set }) => set?.judged ?? []);
  const languages = [...new Set(judged.map(({ lang }) => lang))].sort();
  if (languages.length < 2) return undefined;
  const rows = results.flatMap(({ one, set }) =>
    set === undefined || one.result === undefined
      ? []
      : [
          [
            one.result.peer.name,
            ...languages.map((lang) => percent(measure(set.judged.filter((each) => each.lang === lang)).accuracy)),
          ],
        ],
  );
  return `Right by language, %:\n\n${table(['system', ...languages], rows)}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : (100 * share).toFixed(1);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A table of Markdown, columns of text first and numbers, set to the right, after them. */
function table(head: readonly string[], rows: readonly (readonly string[])[], textColumns = 1): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => column < textColumns;
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (isText(column) ? (cells[column] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
