import type { CurvePoint } from '../curves.ts';
import { percent } from '../text-table.ts';
import { drawChart, short, type Plane } from './chart-frame.ts';
import { html, type Html } from './html.ts';
import { tableOf } from './table.ts';

/** A curve to be drawn: of all languages, or of one with the point its thresholds mean. */
export interface Curve {
  /** Unique in the page. */
  readonly id: string;
  readonly name: string;
  readonly points: readonly CurvePoint[];
  /** Where configured thresholds lie, each with a short label. */
  readonly marks: readonly { readonly label: string; readonly point: CurvePoint }[];
}

/** Coverage against precision, with the configured thresholds marked, and a table of its figures. */
export function curveFigure({ id, name, points, marks }: Curve): Html {
  const lowest = Math.min(1, ...[...points, ...marks.map(({ point }) => point)].map((point) => point.precisionOfAll));
  const from = Math.max(0, Math.min(0.8, Math.floor(lowest * 10) / 10));
  const chart = drawChart(
    {
      id,
      title: `Coverage against precision, ${name}`,
      description: `${marks.map(({ label, point }) => `At ${label} ${percent(point.coverage)} are answered, ${percent(point.precisionOfAll)} of all answers are right.`).join(' ')} The table beside it has the figures.`,
    },
    { from: 0, to: 1, title: 'questions answered' },
    { from, to: 1, title: 'answers that are right' },
    (plane) =>
      html`<path class="line second" d="${path(points, plane, 'precision')}" />
        <path class="line" d="${path(points, plane, 'precisionOfAll')}" />
        ${marks.map((mark) => drawMark(mark, plane))}`,
  );
  return html`<div class="figure">
    <figure>
      ${chart}
      <figcaption>
        <span><i class="key"></i>all answers, those to out-of-scope messages count as wrong</span>
        <span><i class="key second"></i>questions only</span>
        ${marks.length === 0 ? html`` : html`<span><i class="key mark"></i>configured threshold</span>`}
      </figcaption>
    </figure>
    ${curveTable(points, marks)}
  </div>`;
}

function path(points: readonly CurvePoint[], { x, y }: Plane, field: 'precision' | 'precisionOfAll'): string {
  return points
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${short(x(point.coverage))} ${short(y(point[field]))}`)
    .join('');
}

function drawMark({ label, point }: Curve['marks'][number], { x, y }: Plane): Html {
  const at = { x: x(point.coverage), y: y(point.precisionOfAll) };
  const isRight = point.coverage > 0.6;
  return html`<line class="guide" x1="${short(at.x)}" x2="${short(at.x)}" y1="${short(at.y)}" y2="${short(y(1))}" />
    <circle class="mark" cx="${short(at.x)}" cy="${short(at.y)}" r="5" />
    <text
      class="label"
      x="${short(at.x + (isRight ? -8 : 8))}"
      y="${short(at.y + 18)}"
      text-anchor="${isRight ? 'end' : 'start'}"
      >${label}</text
    >`;
}

function curveTable(points: readonly CurvePoint[], marks: Curve['marks']): Html {
  const tenths = Array.from({ length: 10 }, (_, index) =>
    points.find(({ coverage }) => coverage >= (index + 1) / 10 - 1e-9),
  ).filter((point) => point !== undefined);
  const row = (label: string, point: CurvePoint) => [
    label,
    percent(point.coverage),
    percent(point.precision),
    percent(point.precisionOfAll),
  ];
  return tableOf(
    'Coverage and precision',
    ['from confidence', 'answered', 'right, questions', 'right, all'],
    [
      ...marks.map(({ label, point }) => ({ cells: row(`configured: ${label}`, point), isMarked: true })),
      ...[...new Set(tenths)].map((point) => ({ cells: row(percent(point.threshold), point) })),
    ],
  );
}
