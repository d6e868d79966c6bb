/** What an order number looks like: `#` a digit, `@` a letter, a hyphen that may be left out, all else as it stands. */
export const orderPatternForm = /^[A-Za-z0-9#@-]{4,24}$/;

/** Finds an order number in a normalized text, in the form the provider writes it. */
export function readOrderNumber(text: string, patterns: readonly string[]): string | undefined {
  for (const pattern of patterns) {
    const source = [...pattern].map((sign) =>
      sign === '#' ? '\\d' : sign === '@' ? '[a-z]' : sign === '-' ? '[\\s-]?' : sign.toLowerCase(),
    );
    const found = new RegExp(`(?<![a-z0-9])${source.join('')}(?![a-z0-9])`).exec(text.toLowerCase());
    if (found === null) continue;
    const signs = [...found[0].replace(/[\s-]/g, '').toUpperCase()];
    return [...pattern].map((sign) => (sign === '-' ? '-' : (signs.shift() ?? ''))).join('');
  }
  return undefined;
}
