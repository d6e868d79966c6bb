import { findLinks, safeMarkdownUrl } from './links.ts';

/** A piece of a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] };

/** Deeper nesting than people write stays text, so that no input makes the parser dig. */
const deepest = 6;
const punctuation = /[!-/:-@[-`{-~]/;
const wordCharacter = /[\p{L}\p{N}]/u;

interface Found {
  readonly inline: Inline;
  /** Index of the first character behind it. */
  readonly end: number;
}

/** Reads `**bold**`, `*italic*`, `_italic_`, `code`, `[links](https://…)` and bare addresses. What does not fit stays text. */
export function parseInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    for (const part of findLinks(plain)) {
      parts.push(part.kind === 'text' ? part : { kind: 'link', url: part.url, children: [asText(part.url)] });
    }
    plain = '';
  };
  for (let at = 0; at < text.length;) {
    const next = text[at + 1];
    if (text[at] === '\\' && next !== undefined && punctuation.test(next)) {
      plain += next;
      at += 2;
      continue;
    }
    const found = depth < deepest ? special(text, at, depth) : undefined;
    if (found === undefined) {
      plain += text[at] ?? '';
      at += 1;
    } else {
      flush();
      parts.push(found.inline);
      at = found.end;
    }
  }
  flush();
  return parts;
}

function asText(text: string): Inline {
  return { kind: 'text', text };
}

function special(text: string, at: number, depth: number): Found | undefined {
  switch (text.charAt(at)) {
    case '`':
      return code(text, at);
    case '[':
      return link(text, at, depth);
    case '*':
      return text[at + 1] === '*' ? emphasis(text, at, '**', depth) : emphasis(text, at, '*', depth);
    case '_':
      return emphasis(text, at, text[at + 1] === '_' ? '__' : '_', depth);
    default:
      return undefined;
  }
}

function code(text: string, at: number): Found | undefined {
  const close = text.indexOf('`', at + 1);
  if (close <= at + 1) return undefined;
  return { inline: { kind: 'code', text: text.slice(at + 1, close) }, end: close + 1 };
}

function link(text: string, at: number, depth: number): Found | undefined {
  const middle = text.indexOf('](', at);
  const close = middle < 0 ? -1 : text.indexOf(')', middle);
  if (close < 0) return undefined;
  const label = text.slice(at + 1, middle);
  const url = safeMarkdownUrl(text.slice(middle + 2, close).trim());
  if (url === undefined || label === '' || label.includes('[')) return undefined;
  // A link inside a link is neither valid nor wanted: the label keeps its emphasis only.
  const children = parseInline(label, depth + 1).filter((child) => child.kind !== 'link');
  return { inline: { kind: 'link', url, children: children.length > 0 ? children : [asText(label)] }, end: close + 1 };
}

function emphasis(text: string, at: number, mark: string, depth: number): Found | undefined {
  const start = at + mark.length;
  if (isSpace(text[start]) || (mark.startsWith('_') && isWord(text[at - 1]))) return undefined;
  for (let close = text.indexOf(mark, start + 1); close >= 0; close = text.indexOf(mark, close + 1)) {
    if (!closes(text, close, mark)) continue;
    const children = parseInline(text.slice(start, close), depth + 1);
    return { inline: { kind: mark.length === 2 ? 'strong' : 'em', children }, end: close + mark.length };
  }
  return undefined;
}

function closes(text: string, close: number, mark: string): boolean {
  const before = text[close - 1];
  const behind = text[close + mark.length];
  if (isSpace(before) || before === '\\') return false;
  if (mark.length === 1 && (behind === mark || before === mark)) return false;
  return !mark.startsWith('_') || !isWord(behind);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && wordCharacter.test(character);
}
