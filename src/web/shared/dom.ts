/** Attributes of a new element by name; `undefined` and `false` leave one out. */
export type Props = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. Strings become text nodes, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A button that calls `onPress`. */
export function pressable(
  props: Props,
  onPress: () => void,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const button = el('button', { type: 'button', ...props }, ...children);
  button.addEventListener('click', onPress);
  return button;
}

/** A link that tells the other site nothing and cannot reach back to this page. */
export function outsideLink(url: string, ...children: readonly (Node | string)[]): HTMLAnchorElement {
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...children);
}

const svg = 'http://www.w3.org/2000/svg';

/** A 24×24 line drawing from path data, hidden from screen readers. */
export function icon(...paths: readonly string[]): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  const look = { viewBox: '0 0 24 24', width: '22', height: '22', fill: 'none', stroke: 'currentColor' };
  const line = { 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries({ ...look, ...line })) drawing.setAttribute(name, value);
  for (const data of paths) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('d', data);
    drawing.append(path);
  }
  return drawing;
}
