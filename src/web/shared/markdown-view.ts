import { el, outsideLink } from './dom.ts';
import { findLinks } from './links.ts';
import { parseMarkdown, type Block } from './markdown.ts';
import type { Inline } from './markdown-inline.ts';

/** The assistant's Markdown as elements. Made of text nodes only: nothing in it can become markup or script. */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...parseMarkdown(text).map((block) => renderBlock(block)));
  return fragment;
}

/** Plain text with its line breaks, as a single text node. */
export function renderText(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(text);
  return fragment;
}

/** Plain text in which web addresses can be pressed, for what agents write. */
export function renderLinkedText(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of findLinks(text)) {
    fragment.append(part.kind === 'text' ? part.text : outsideLink(part.url, part.url));
  }
  return fragment;
}

function renderBlock(block: Block): Node {
  switch (block.kind) {
    case 'heading':
      return el('p', { dir: 'auto' }, el('strong', {}, ...renderLine(block.line)));
    case 'paragraph':
      return el(
        'p',
        { dir: 'auto' },
        ...block.lines.flatMap((line, at) => [...(at > 0 ? [el('br')] : []), ...renderLine(line)]),
      );
    case 'list': {
      const items = block.items.map((blocks) => el('li', { dir: 'auto' }, ...renderItem(blocks)));
      return block.ordered ? el('ol', { start: block.start }, ...items) : el('ul', {}, ...items);
    }
  }
}

/** The text of an item stands in the item itself, so that tight lists look tight. */
function renderItem([first, ...rest]: readonly Block[]): Node[] {
  if (first?.kind !== 'paragraph') return [first, ...rest].flatMap((block) => (block ? [renderBlock(block)] : []));
  const lines = first.lines.flatMap((line, at) => [...(at > 0 ? [el('br')] : []), ...renderLine(line)]);
  return [...lines, ...rest.map((block) => renderBlock(block))];
}

function renderLine(line: readonly Inline[]): Node[] {
  return line.map((part) => {
    switch (part.kind) {
      case 'text':
        return document.createTextNode(part.text);
      case 'code':
        // Codes and addresses read from left to right in every language.
        return el('code', { dir: 'ltr' }, part.text);
      case 'strong':
        return el('strong', {}, ...renderLine(part.children));
      case 'em':
        return el('em', {}, ...renderLine(part.children));
      case 'link':
        return outsideLink(part.url, ...renderLine(part.children));
    }
  });
}
