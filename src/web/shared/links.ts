/** A piece of plain text: words, or an address that may become a link. */
export type TextPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'link'; readonly url: string };

// Full-width punctuation ends an address: Chinese and Japanese sentences put no space behind it.
const addresses = /https?:\/\/[^\s<>"'`，。；：！？、（）【】《》「」『』“”]+/gi;

/** Splits plain text into words and web addresses. Nothing is lost: the parts joined are the text. */
export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of text.matchAll(addresses)) {
    const url = withoutTail(found[0]);
    if (safeUrl(url) === undefined) continue;
    if (found.index > done) parts.push({ kind: 'text', text: text.slice(done, found.index) });
    parts.push({ kind: 'link', url });
    done = found.index + url.length;
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}

/** Punctuation at the end belongs to the sentence, and so does a bracket that was opened before the address. */
function withoutTail(url: string): string {
  let end = url.length;
  for (;;) {
    const last = url[end - 1] ?? '';
    const unmatched = last === ')' && count(url.slice(0, end), ')') > count(url.slice(0, end), '(');
    if (!'.,;:!?]}*_'.includes(last) && !unmatched) return url.slice(0, end);
    end -= 1;
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const allowed: ReadonlySet<string> = new Set(['http:', 'https:']);
const allowedInMarkdown: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address when it is an absolute http or https one, else undefined. */
export function safeUrl(url: string, protocols: ReadonlySet<string> = allowed): string | undefined {
  try {
    return protocols.has(new URL(url).protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** As `safeUrl`, with `mailto:` and `tel:` for the assistant's own texts. */
export function safeMarkdownUrl(url: string): string | undefined {
  return safeUrl(url, allowedInMarkdown);
}
