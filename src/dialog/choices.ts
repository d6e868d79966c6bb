/** Values behind the buttons the bot offers. */
export const choiceValues = {
  none: 'none',
  helped: 'helped',
  notHelped: 'not-helped',
  human: 'human',
  stopWaiting: 'stop-waiting',
} as const;

/** The value of a button that leads to an article. */
export function articleChoice(articleId: string): string {
  return `article:${articleId}`;
}

/** The value of a button that begins a guided dialog. */
export function flowChoice(flow: string): string {
  return `flow:${flow}`;
}

/** A choice the bot can read. */
export type ParsedChoice =
  | { readonly kind: 'article'; readonly articleId: string }
  | { readonly kind: 'flow'; readonly flow: string }
  | { readonly kind: 'none' | 'helped' | 'not-helped' };

/** Reads the value of a pressed button; unknown values, which any client may send, are no choice. */
export function parseChoice(value: string | undefined): ParsedChoice | undefined {
  if (value === undefined) return undefined;
  if (value.startsWith('article:')) return { kind: 'article', articleId: value.slice('article:'.length) };
  if (value.startsWith('flow:')) return { kind: 'flow', flow: value.slice('flow:'.length) };
  if (value === choiceValues.none) return { kind: 'none' };
  if (value === choiceValues.helped) return { kind: 'helped' };
  if (value === choiceValues.notHelped) return { kind: 'not-helped' };
  return undefined;
}
