const noText = /\.(?:accesskey|style|key|commandkey)$|accesskey|commandkey|-shortcut/;

/** Messages of a Fluent file (projectfluent.org) by id, attributes as `id.attribute`; of variants all, one after another. */
export function readFluent(text: string): Map<string, string> {
  const messages = new Map<string, string>();
  let id = '';
  let attribute = '';
  const add = (value: string) => {
    const key = attribute === '' ? id : `${id}.${attribute}`;
    if (id === '' || value === '' || noText.test(key)) return;
    const before = messages.get(key);
    messages.set(key, before === undefined ? value : `${before} ${value}`);
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const message = /^(-?[a-zA-Z][\w-]*)\s*=\s*(.*)$/.exec(line);
    const own = message ?? /^\s+\.([a-zA-Z][\w-]*)\s*=\s*(.*)$/.exec(line);
    if (message !== null) [id, attribute] = [message[1] ?? '', ''];
    else if (own !== null) attribute = own[1] ?? '';
    const value = own !== null ? (own[2] ?? '') : /^\s/.test(line) ? line.trim() : '';
    // The head and the end of a choice between variants, and the names of the variants, are no text.
    if (/^\}+$/.test(value) || value.endsWith('->')) continue;
    add(value.replace(/^\*?\[[^\]]+\]\s*/, ''));
  }
  return messages;
}
