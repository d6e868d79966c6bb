const noText = /accesskey|commandkey|\.key$/i;

/** Entities of a `.dtd` file of texts by name. */
export function readDtd(text: string): Map<string, string> {
  const entities = new Map<string, string>();
  for (const found of text.matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g)) {
    const name = found[1] ?? '';
    if (!noText.test(name)) entities.set(name, found[2] ?? found[3] ?? '');
  }
  return entities;
}
