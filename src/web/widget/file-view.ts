import { el, icon, outsideLink } from '../shared/dom.ts';
import type { FileLink } from './message.ts';

/** Pictures a browser shows without running anything. */
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** A picture as a thumbnail, any other file as a link. */
export function fileView({ name, contentType, url }: FileLink): HTMLElement {
  if (url === undefined) return el('span', { class: 'file', dir: 'auto' }, paper(), name);
  if (!pictures.has(contentType)) return fileLink(name, url);
  const picture = el('img', { class: 'thumbnail', src: url, alt: name });
  const link = outsideLink(url, picture);
  link.className = 'picture';
  // A host page may forbid pictures from elsewhere, and uploads are deleted after a day.
  picture.addEventListener('error', () => link.replaceWith(fileLink(name, url)));
  return link;
}

function fileLink(name: string, url: string): HTMLAnchorElement {
  const link = outsideLink(url, paper(), el('span', { dir: 'auto' }, name));
  link.className = 'file';
  link.download = name;
  return link;
}

function paper(): SVGSVGElement {
  return icon('M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8z', 'M14 3v5h5');
}
