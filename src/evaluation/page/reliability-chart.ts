import type { ReliabilityBin } from '../curves.ts';
import { percent } from '../text-table.ts';
import { drawChart, short, type Plane } from './chart-frame.ts';
import { html, type Html } from './html.ts';
import { tableOf } from './table.ts';

/** Confidence against what was right, bin by bin, and a table of its figures. */
export function reliabilityFigure(id: string, name: string, bins: readonly ReliabilityBin[]): Html {
  const chart = drawChart(
    {
      id,
      title: `Reliability of the confidence, ${name}`,
      description:
        'One bar for each tenth of confidence, as high as the share that was right. Where bars end at the diagonal, the confidence is true. The table beside it has the figures.',
    },
    { from: 0, to: 1, title: 'confidence' },
    { from: 0, to: 1, title: 'first entry is right' },
    (plane) =>
      html`${bins.map((bin) => drawBin(bin, plane))}
        <line
          class="ideal"
          x1="${short(plane.x(0))}"
          y1="${short(plane.y(0))}"
          x2="${short(plane.x(1))}"
          y2="${short(plane.y(1))}"
        />`,
  );
  return html`<div class="figure">
    <figure>
      ${chart}
      <figcaption>
        <span><i class="key bar"></i>right (pale: fewer than 10 messages)</span>
        <span><i class="key ideal"></i>if every confidence were true</span>
      </figcaption>
    </figure>
    ${reliabilityTable(bins)}
  </div>`;
}

/** Bars of fewer messages say little. */
const fewMessages = 10;

function drawBin({ from, to, count, right }: ReliabilityBin, { x, y }: Plane): Html {
  if (right === undefined) return html``;
  const kind = count < fewMessages ? 'bar few' : 'bar';
  const top = Math.min(y(right), y(0) - 1);
  return html`<rect
    class="${kind}"
    x="${short(x(from) + 2)}"
    width="${short(x(to) - x(from) - 4)}"
    y="${short(top)}"
    height="${short(y(0) - top)}"
  />`;
}

function reliabilityTable(bins: readonly ReliabilityBin[]): Html {
  return tableOf(
    'Confidence and what was right',
    ['confidence', 'messages', 'mean', 'right'],
    bins.map(({ from, to, count, confidence = NaN, right = NaN }) => ({
      cells: [`${from.toFixed(1)}–${to.toFixed(1)}`, count, percent(confidence), percent(right)],
    })),
  );
}
