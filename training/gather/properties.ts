const noText = /accesskey|commandkey|\.key$/i;

/** Entries of a `.properties` file by key, in one line each. */
export function readProperties(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*([^#!\s=][^=]*?)\s*=\s*(.*)$/.exec(line);
    if (found === null || noText.test(found[1] ?? '')) continue;
    const value = (found[2] ?? '').replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
    entries.set(found[1] ?? '', value.trim());
  }
  return entries;
}
