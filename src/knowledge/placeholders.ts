const placeholder = /\{\{\s*([\w.]+)\s*\}\}/g;

/** Names of the placeholders in a text, as in `provider.supportPhone`. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map((found) => found[1] ?? '');
}

/** The text with every known placeholder filled; unknown ones stay visible. */
export function fillPlaceholders(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(facts, name) ? (facts[name] ?? whole) : whole,
  );
}
