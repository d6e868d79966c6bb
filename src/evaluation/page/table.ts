import { html, type Html } from './html.ts';

/** One row of a table: its first cell is its head. */
export interface TableRow {
  readonly cells: readonly (string | number | Html)[];
  readonly isMarked?: boolean;
}

/** A table that scrolls sideways by itself where the screen is too narrow. */
export function tableOf(caption: string, head: readonly string[], rows: readonly TableRow[]): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(tableRow)}
      </tbody>
    </table>
  </div>`;
}

function tableRow({ cells, isMarked }: TableRow): Html {
  const [first = '', ...others] = cells;
  return html`<tr class="${isMarked === true ? 'marked' : ''}">
    <th scope="row">${first}</th>
    ${others.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}
