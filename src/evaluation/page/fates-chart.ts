import type { Metrics } from '../metrics.ts';
import { short, svg } from './chart-frame.ts';
import { html, type Html } from './html.ts';

interface Segment {
  readonly kind: 'right' | 'wrong' | 'asked' | 'escalated' | 'other';
  readonly share: number;
}

const line = 26;
const bar = { left: 66, width: 284, height: 16 };

/** What became of the questions, one bar a row. */
export function fatesFigure(rows: readonly { readonly name: string; readonly metrics: Metrics }[]): Html {
  const drawn = rows.filter(({ metrics }) => metrics.inScope > 0);
  const content = html`${drawn.map(({ name, metrics }, index) => drawRow(name, segmentsOf(metrics), index))}`;
  const text = {
    id: 'fates',
    title: 'What became of the questions',
    description:
      'A bar for each language: answered right, answered wrongly, asked back, escalated, other. The table beside it has the figures.',
  };
  return html`<figure>
    ${svg(text, bar.left + bar.width + 10, line * drawn.length + 6, content)}
    <figcaption>
      <span><i class="key right"></i>answered right</span> <span><i class="key wrong"></i>answered wrongly</span>
      <span><i class="key asked"></i>asked back</span> <span><i class="key escalated"></i>escalated</span>
      <span><i class="key other"></i>other</span>
    </figcaption>
  </figure>`;
}

function segmentsOf({ answered, answeredWrongly, asked, escalated }: Metrics): Segment[] {
  const wrong = answered === 0 ? 0 : answered * answeredWrongly;
  return [
    { kind: 'right', share: answered - wrong },
    { kind: 'wrong', share: wrong },
    { kind: 'asked', share: asked },
    { kind: 'escalated', share: escalated },
    { kind: 'other', share: Math.max(0, 1 - answered - asked - escalated) },
  ];
}

function drawRow(name: string, segments: readonly Segment[], index: number): Html {
  const top = index * line + 5;
  let left = bar.left;
  const parts = segments.map(({ kind, share }) => {
    const width = share * bar.width;
    const part = html`<rect
      class="${kind}"
      x="${short(left)}"
      y="${top}"
      width="${short(width)}"
      height="${bar.height}"
    />`;
    left += width;
    return part;
  });
  return html`<text class="tick" x="${bar.left - 6}" y="${top + 12}" text-anchor="end">${name}</text>${parts}`;
}
