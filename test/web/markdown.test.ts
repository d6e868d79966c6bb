import { describe, expect, it } from 'vitest';
import { parseMarkdown, type Block } from '../../src/web/shared/markdown.ts';
import { parseInline, type Inline } from '../../src/web/shared/markdown-inline.ts';

/** A short notation of parsed Markdown, so that expectations can be read. */
function show(part: Block | Inline): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return `<code ${part.text}>`;
    case 'strong':
    case 'em':
      return `<${part.kind} ${part.children.map(show).join('')}>`;
    case 'link':
      return `<link ${part.url} ${part.children.map(show).join('')}>`;
    case 'heading':
      return `h(${part.line.map(show).join('')})`;
    case 'paragraph':
      return `p(${part.lines.map((line) => line.map(show).join('')).join('|')})`;
    case 'list': {
      const items = part.items.map((blocks) => blocks.map(show).join(''));
      return `${part.ordered ? `ol${part.start}` : 'ul'}(${items.join('; ')})`;
    }
  }
}

const inline = (text: string): string => parseInline(text).map(show).join('');
const blocks = (text: string): string => parseMarkdown(text).map(show).join(' ');

describe('parseInline', () => {
  it.each([
    ['**bold** and *italic*', '<strong bold> and <em italic>'],
    ['_italic_ but snake_case_name', '<em italic> but snake_case_name'],
    ['***both***', '<strong *both>*'],
    ['**bold with *italic* inside**', '<strong bold with <em italic> inside>'],
    ['`**code**`', '<code **code**>'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['**open', '**open'],
    ['\\*not italic\\*', '*not italic*'],
    ['请**不要删除**eSIM', '请<strong 不要删除>eSIM'],
  ])('reads %s', (text, expected) => {
    expect(inline(text)).toBe(expected);
  });

  it.each([
    ['[help](https://a.example/x)', '<link https://a.example/x help>'],
    ['[**help**](https://a.example)', '<link https://a.example <strong help>>'],
    ['call [us](tel:+34900000142)', 'call <link tel:+34900000142 us>'],
    ['see https://a.example/x.', 'see <link https://a.example/x https://a.example/x>.'],
    ['请看https://a.example，谢谢', '请看<link https://a.example https://a.example>，谢谢'],
    ['(https://a.example/b_(c))', '(<link https://a.example/b_(c) https://a.example/b_(c)>)'],
  ])('makes a link of %s', (text, expected) => {
    expect(inline(text)).toBe(expected);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](data:text/html,hi)',
    '[x](/path)',
    '[x](vbscript:x)',
    'javascript:alert(1)',
  ])('makes no link of %s', (text) => {
    expect(inline(text)).toBe(text);
  });

  it('takes HTML for text', () => {
    expect(inline('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it.each(['[', '*a ', '**a', '`', '*_`[', '[a](', 'https://('])('loses no time over ten thousand times %s', (text) => {
    expect(inline(text.repeat(10_000 / text.length)).length).toBeGreaterThan(0);
  });
});

describe('parseMarkdown', () => {
  it.each([
    ['one\ntwo\n\nthree', 'p(one|two) p(three)'],
    ['## Title\ntext', 'h(Title) p(text)'],
    ['Check:\n\n1. one\n2. two\n\nDone.', 'p(Check:) ol1(p(one); p(two)) p(Done.)'],
    ['- a\n- b\n  - c\n- d', 'ul(p(a); p(b)ul(p(c)); p(d))'],
    ['3. three\n4. four', 'ol3(p(three); p(four))'],
    ['1. a\n   more of a\n2. b', 'ol1(p(a|more of a); p(b))'],
    ['1. a\n\n2. b', 'ol1(p(a); p(b))'],
    ['- a\n1. b', 'ul(p(a)) ol1(p(b))'],
    ['Text\n- a', 'p(Text) ul(p(a))'],
    ['- 10.5 GB', 'ul(p(10.5 GB))'],
    ['\r\n\r\na\r\nb', 'p(a|b)'],
    ['', ''],
  ])('reads %j', (text, expected) => {
    expect(blocks(text)).toBe(expected);
  });
});
