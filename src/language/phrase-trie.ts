/** Phrases of several words, each with a value, found word by word. */
export interface PhraseTrie<T> {
  /** The phrase with the most words of all that stand at a place of a text, and how many words it has. */
  longest(words: readonly string[], at: number): { readonly value: T; readonly size: number } | undefined;
  /** Tells every phrase that stands at a place, the shortest first. */
  visit(words: readonly string[], at: number, visit: (value: T) => void): void;
}

interface Node<T> {
  value: T | undefined;
  readonly next: Map<string, Node<T>>;
}

/**
 * Makes the finder. Words of a phrase are separated by one space; of equal phrases the first one counts. Phrases that begin
 * with a word are taken apart when a text has the word, since most never are needed.
 */
export function createPhraseTrie<T extends string | object>(phrases: Iterable<readonly [string, T]>): PhraseTrie<T> {
  const waiting = new Map<string, (readonly [string, T])[]>();
  for (const phrase of phrases) {
    const [text] = phrase;
    const end = text.indexOf(' ');
    const first = end < 0 ? text : text.slice(0, end);
    const others = waiting.get(first);
    if (others === undefined) waiting.set(first, [phrase]);
    else others.push(phrase);
  }
  const roots = new Map<string, Node<T>>();
  const rootOf = (first: string): Node<T> | undefined => {
    const known = roots.get(first);
    if (known !== undefined) return known;
    const own = waiting.get(first);
    if (own === undefined) return undefined;
    const root = nodeOf(own);
    roots.set(first, root);
    return root;
  };

  return {
    longest(words, at) {
      let value: T | undefined;
      let size = 0;
      let node = rootOf(words[at] ?? '');
      for (let end = at + 1; node !== undefined; end += 1) {
        if (node.value !== undefined) {
          value = node.value;
          size = end - at;
        }
        node = end < words.length ? node.next.get(words[end]!) : undefined;
      }
      return value === undefined ? undefined : { value, size };
    },
    visit(words, at, visit) {
      let node = rootOf(words[at] ?? '');
      for (let end = at + 1; node !== undefined; end += 1) {
        if (node.value !== undefined) visit(node.value);
        node = end < words.length ? node.next.get(words[end]!) : undefined;
      }
    },
  };
}

/** The phrases that begin with one word, from behind it on. */
function nodeOf<T>(phrases: readonly (readonly [string, T])[]): Node<T> {
  const root: Node<T> = { value: undefined, next: new Map() };
  for (const [text, value] of phrases) {
    let node = root;
    for (const word of text.split(' ').slice(1)) {
      let next = node.next.get(word);
      if (next === undefined) {
        next = { value: undefined, next: new Map() };
        node.next.set(word, next);
      }
      node = next;
    }
    node.value ??= value;
  }
  return root;
}
