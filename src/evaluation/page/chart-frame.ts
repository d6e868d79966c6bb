import { html, type Html } from './html.ts';

/** A range of shares that an axis shows. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly title: string;
}

/** A plane with two axes of shares, and where a point of it lies in the drawing. */
export interface Plane {
  readonly x: (share: number) => number;
  readonly y: (share: number) => number;
}

/** What a chart is called and says, for those who hear it. */
export interface ChartText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

// Drawn for a phone's width, so that its letters stay readable there; wider screens show it larger.
const size = { width: 360, height: 250 };
const inner = { left: 58, right: 22, top: 12, bottom: 44 };

/** Draws a chart on a plane with grid, axes and their titles. */
export function drawChart(text: ChartText, xAxis: Axis, yAxis: Axis, draw: (plane: Plane) => Html): Html {
  const plane: Plane = {
    x: scale(xAxis, inner.left, size.width - inner.right),
    y: scale(yAxis, size.height - inner.bottom, inner.top),
  };
  const bottom = size.height - inner.bottom;
  const middle = (inner.left + size.width - inner.right) / 2;
  const height = (inner.top + bottom) / 2;
  return svg(
    text,
    size.width,
    size.height,
    html`${ticks(yAxis).map((share) => horizontal(plane, share))}${ticks(xAxis).map((share) => vertical(plane, share, bottom))}
      <text class="axis" x="${middle}" y="${size.height - 6}" text-anchor="middle">${xAxis.title}</text>
      <text class="axis" x="12" y="${height}" text-anchor="middle" transform="rotate(-90 12 ${height})"
        >${yAxis.title}</text
      >
      ${draw(plane)}`,
  );
}

/** An image with title and description. Width and height are units of its drawing. */
export function svg({ id, title, description }: ChartText, width: number, height: number, content: Html): Html {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">${description}</desc>
    ${content}
  </svg>`;
}

/** A number of the drawing, short. */
export function short(value: number): string {
  return value.toFixed(1);
}

function scale({ from, to }: Axis, start: number, end: number): (share: number) => number {
  return (share) => start + ((share - from) / (to - from)) * (end - start);
}

/** At most six shares at round distances. */
function ticks({ from, to }: Axis): number[] {
  const step = [0.01, 0.02, 0.05, 0.1].find((width) => (to - from) / width <= 6) ?? 0.2;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

function horizontal({ y }: Plane, share: number): Html {
  const at = short(y(share));
  return html`<line class="grid" x1="${inner.left}" x2="${size.width - inner.right}" y1="${at}" y2="${at}" />
    <text class="tick" x="${inner.left - 5}" y="${short(y(share) + 4)}" text-anchor="end"
      >${Math.round(share * 100)} %</text
    >`;
}

function vertical({ x }: Plane, share: number, bottom: number): Html {
  const at = short(x(share));
  return html`<line class="grid" x1="${at}" x2="${at}" y1="${inner.top}" y2="${bottom}" />
    <text class="tick" x="${at}" y="${bottom + 15}" text-anchor="middle">${Math.round(share * 100)} %</text>`;
}
