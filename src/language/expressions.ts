import { isUnspaced, tokenize } from './tokenize.ts';

/** Finds some expressions in folded texts: between word boundaries, where the script of the expression has such. */
export interface Expressions {
  /** True where a text is one of them and nothing else. */
  isOne(text: string): boolean;
  /** True where one of them stands at a place. */
  standsAt(text: string, at: number): boolean;
  /** Places where one of them begins, in order. */
  placesIn(text: string): number[];
  /** True where one of them stands anywhere. */
  isIn(text: string): boolean;
}

interface Expression {
  readonly text: string;
  readonly isSpaced: boolean;
}

/** Makes the finder of folded expressions. Only those that begin with the character at a place are compared with it. */
export function createExpressions(texts: ReadonlySet<string>): Expressions {
  const byStart = new Map<number, Expression[]>();
  for (const text of texts) {
    const expression = { text, isSpaced: !isUnspaced(tokenize(text)[0] ?? '') };
    const start = text.charCodeAt(0);
    byStart.set(start, [...(byStart.get(start) ?? []), expression]);
  }

  function standsAt(text: string, at: number): boolean {
    const candidates = byStart.get(text.charCodeAt(at));
    if (candidates === undefined) return false;
    return candidates.some(
      (one) =>
        text.startsWith(one.text, at) &&
        (!one.isSpaced || (isBoundary(text[at - 1]) && isBoundary(text[at + one.text.length]))),
    );
  }

  return {
    isOne: (text) => texts.has(text),
    standsAt,
    placesIn(text) {
      const places: number[] = [];
      for (let at = 0; at < text.length; at += 1) if (standsAt(text, at)) places.push(at);
      return places;
    },
    isIn(text) {
      for (let at = 0; at < text.length; at += 1) if (standsAt(text, at)) return true;
      return false;
    },
  };
}

function isBoundary(char: string | undefined): boolean {
  return char === undefined || !/[\p{L}\p{N}]/u.test(char);
}
