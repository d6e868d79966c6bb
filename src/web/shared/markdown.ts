import { parseInline, type Inline } from './markdown-inline.ts';

/** A block of the assistant's Markdown. */
export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'heading'; readonly line: readonly Inline[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      /** Number of the first item. */
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    };

const item = /^(\s*)(?:([-*+•])|(\d{1,4})[.)])\s+(.*)$/;
const heading = /^#{1,6}\s+(.*)$/;

/**
 * Reads the Markdown that answers are written in: paragraphs (line breaks are kept), headings, ordered and unordered
 * lists with nesting, and what `parseInline` knows. HTML is text like any other.
 */
export function parseMarkdown(text: string): Block[] {
  return parseLines(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'), 0);
}

function parseLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const title = heading.exec(line);
    if (line.trim() === '') {
      at += 1;
    } else if (title !== null) {
      blocks.push({ kind: 'heading', line: parseInline(title[1] ?? '') });
      at += 1;
    } else if (item.test(line) && depth < 4) {
      const end = listEnd(lines, at);
      blocks.push(parseList(lines.slice(at, end), depth));
      at = end;
    } else {
      let end = at + 1;
      while (end < lines.length && continuesParagraph(lines[end] ?? '')) end += 1;
      blocks.push({ kind: 'paragraph', lines: lines.slice(at, end).map((one) => parseInline(one.trim())) });
      at = end;
    }
  }
  return blocks;
}

function continuesParagraph(line: string): boolean {
  return line.trim() !== '' && !item.test(line) && !heading.test(line);
}

function isOrdered(line: string): boolean {
  return item.exec(line)?.[3] !== undefined;
}

/** A list goes on over blank lines while items of its kind or indented lines follow. */
function listEnd(lines: readonly string[], start: number): number {
  const first = lines[start] ?? '';
  const indent = item.exec(first)?.[1]?.length ?? 0;
  let end = start + 1;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const found = item.exec(line);
    if (line.trim() === '') continue;
    const deeper = indentOf(line) > indent;
    const sibling = found !== null && !deeper && isOrdered(line) === isOrdered(first);
    const continued = at === end && found === null && !heading.test(line);
    if (!deeper && !sibling && !continued) break;
    end = at + 1;
  }
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function parseList(lines: readonly string[], depth: number): Block {
  const indent = item.exec(lines[0] ?? '')?.[1]?.length ?? 0;
  const items: string[][] = [];
  for (const line of lines) {
    const found = item.exec(line);
    if (found !== null && (found[1]?.length ?? 0) <= indent) items.push([found[4] ?? '']);
    else items.at(-1)?.push(line.slice(Math.min(indentOf(line), indent + 2)));
  }
  return {
    kind: 'list',
    ordered: isOrdered(lines[0] ?? ''),
    start: Number(item.exec(lines[0] ?? '')?.[3] ?? 1),
    items: items.map((one) => parseLines(one, depth + 1)),
  };
}
