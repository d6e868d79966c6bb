import { createHash } from 'node:crypto';
import type { EvaluationReport, LanguageSection } from '../evaluation-report.ts';
import { metricColumns } from '../report.ts';
import { percent } from '../text-table.ts';
import { confusionsSection } from './confusions-section.ts';
import { curveFigure } from './curve-chart.ts';
import { fatesFigure } from './fates-chart.ts';
import { html, type Html } from './html.ts';
import { pageStyle } from './page-style.ts';
import { reliabilityFigure } from './reliability-chart.ts';
import { tableOf } from './table.ts';

/**
 * The report as one page that stands alone: no script, no request; its policy allows nothing but its own style. All texts
 * are escaped.
 */
export function reportPage(report: EvaluationReport): string {
  const styleHash = createHash('sha256').update(pageStyle).digest('base64');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Evaluation of the chatbot</title>
        ${{ markup: `<style>${pageStyle}</style>` }}
      </head>
      <body>
        ${headOf(report)}
        <main>
          ${overview(report)} ${curves(report)} ${languageDetails(report)} ${entriesSection(report)}
          ${confusionsSection(report)}
          <footer>How to read this page: docs/evaluation.md</footer>
        </main>
      </body>
    </html> `;
  return page.markup;
}

function headOf({ knowledge, at, files, without }: EvaluationReport): Html {
  return html`<header>
    <h1>Evaluation of the chatbot</h1>
    <p class="facts">
      Knowledge ${knowledge}, measured ${at.slice(0, 16).replace('T', ' ')} UTC, with ${files.map(nameOf).join(', ')}
    </p>
    ${without.length === 0 ? html`` : html`<p class="notice">Measured as if nobody had written phrases in: ${without.join(', ')}</p>`}
    <nav aria-label="Parts of the page">
      <a href="#overview">Overview</a> <a href="#curves">Curves</a> <a href="#languages">Languages</a>
      <a href="#entries">Entries</a> <a href="#confusions">Confusions</a>
    </nav>
  </header>`;
}

/** The last part of a path: where the files lie is nobody's business. */
function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function overview({ all: { metrics }, languages, all }: EvaluationReport): Html {
  const cards: readonly [string, string][] = [
    [percent(metrics.accuracy), 'right entry first'],
    [percent(metrics.accuracyAt3), 'among the first three'],
    [percent(metrics.answered), 'answered outright'],
    [percent(metrics.answeredWrongly), 'of these wrong'],
    [percent(1 - metrics.outOfScopeAnswered), 'out-of-scope refused'],
    [percent(metrics.accuracyAt90), 'right at 90 % coverage'],
    [percent(metrics.wrongAt75), 'wrong at 75 % coverage'],
    [percent(metrics.calibrationError), 'calibration error'],
  ];
  const rows = [
    ...languages.map(({ lang, metrics: own }) => ({ name: lang, metrics: own })),
    { name: 'all', metrics: all.metrics },
  ];
  return html`<section id="overview">
    <ul class="cards">
      ${cards.map(([figure, title]) => html`<li><b>${figure}</b><span>${title}</span></li>`)}
    </ul>
    <h2>Per language</h2>
    <div class="figure wide">
      ${fatesFigure(rows)}
      ${tableOf(
        'Figures per language; each column is explained in docs/evaluation.md',
        ['', ...metricColumns.map(({ title }) => title)],
        rows.map(({ name, metrics: own }) => ({
          cells: [name, ...metricColumns.map(({ of }) => of(own))],
          isMarked: name === 'all',
        })),
      )}
    </div>
  </section>`;
}

function curves({ all }: EvaluationReport): Html {
  return html`<section id="curves">
    <h2>Coverage against precision</h2>
    <p>
      The lower the threshold, the more is answered and the more of it is wrong. Each language has its own threshold,
      marked on its own curve below.
    </p>
    ${curveFigure({ id: 'curve-all', name: 'all languages', points: all.curve, marks: [] })}
    <h2>Reliability of the confidence</h2>
    <p>
      When the bot is 70 % sure, it should be right seven times in ten. Bars above the line: it is too modest; below:
      too sure.
    </p>
    ${reliabilityFigure('reliability-all', 'all languages', all.reliability)}
  </section>`;
}

function languageDetails({ languages }: EvaluationReport): Html {
  return html`<section id="languages">
    <h2>Languages one by one</h2>
    ${languages.map(languageDetail)}
  </section>`;
}

function languageDetail(section: LanguageSection): Html {
  const { lang, metrics, curve, reliability, thresholds, configured } = section;
  const name = nameOfLanguage(lang);
  return html`<details>
    <summary>
      ${name}
      <span
        >${metrics.count} lines, ${percent(metrics.accuracy)} right first, ${percent(metrics.answered)} answered</span
      >
    </summary>
    ${curveFigure({ id: `curve-${lang}`, name, points: curve, marks: [{ label: thresholds.answer.toFixed(2), point: configured }] })}
    ${reliabilityFigure(`reliability-${lang}`, name, reliability)}
  </details>`;
}

function nameOfLanguage(lang: string): string {
  return `${new Intl.DisplayNames('en', { type: 'language' }).of(lang) ?? lang} (${lang})`;
}

function entriesSection({ entries }: EvaluationReport): Html {
  return html`<section id="entries">
    <h2>Per entry</h2>
    <p>
      Those with the most mistakes first. “Given wrongly”: answered with this entry though another one, or none, was
      meant.
    </p>
    ${tableOf(
      'Figures per entry, in messages',
      ['entry', 'messages', 'first', 'first, in %', 'answered right', 'answered wrongly', 'given wrongly'],
      entries.map(({ id, count, right, answeredRight, answeredWrongly, wronglyGiven }) => ({
        cells: [id, count, right, percent(right / count), answeredRight, answeredWrongly, wronglyGiven],
      })),
    )}
  </section>`;
}
