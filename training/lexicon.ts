/** A word of the other language, and how likely it is where the first word stands. */
export interface Translation {
  readonly word: string;
  /** 0 to 1. */
  readonly probability: number;
}

/** Two sentences that say the same, as words. */
export type WordPair = readonly [source: readonly string[], target: readonly string[]];

/** Settings of the lexicon. */
export interface LexiconOptions {
  /** Longer sentences tell little about single words and are left out. Default 12. */
  readonly longest?: number;
  /** Words that are rarer are left out. Default 3. */
  readonly fewest?: number;
  /** Rounds of estimation. Default 6. */
  readonly rounds?: number;
  /** Less likely translations are left out. Default 0.1. */
  readonly least?: number;
}

/** Stands for words that have no partner; no word is empty. */
const nothing = '';

interface Numbered {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly pairs: readonly (readonly [source: readonly number[], target: readonly number[]])[];
}

/**
 * Learns which words translate which, the likeliest first, from pairs of sentences: model 1 of Brown et al., "The Mathematics of
 * Statistical Machine Translation", Computational Linguistics 19 (1993). Gives P(target word | source word).
 */
export function learnLexicon(
  pairs: Iterable<WordPair>,
  options: LexiconOptions = {},
): ReadonlyMap<string, readonly Translation[]> {
  const { longest = 12, fewest = 3, rounds = 6, least = 0.1 } = options;
  const numbered = numberWords(
    [...pairs].filter((pair) => pair.every((words) => words.length <= longest)),
    fewest,
  );
  let table = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) table = improve(numbered, table);
  const { sources, targets } = numbered;
  const lexicon = new Map<string, Translation[]>();
  for (const [key, probability] of table) {
    const source = sources[Math.floor(key / targets.length)]!;
    if (probability < least || source === nothing) continue;
    const own = lexicon.get(source) ?? [];
    lexicon.set(source, own);
    own.push({ word: targets[key % targets.length]!, probability });
  }
  for (const own of lexicon.values()) own.sort((a, b) => b.probability - a.probability || (a.word < b.word ? -1 : 1));
  return lexicon;
}

function numberWords(pairs: readonly WordPair[], fewest: number): Numbered {
  const sides = ([0, 1] as const).map((side) => {
    const counts = new Map<string, number>();
    for (const pair of pairs) for (const word of new Set(pair[side])) counts.set(word, (counts.get(word) ?? 0) + 1);
    const kept = [...counts].filter(([, count]) => count >= fewest).map(([word]) => word);
    const words = side === 0 ? [nothing, ...kept] : kept;
    return { words, numbers: new Map(words.map((word, number) => [word, number])) };
  });
  const [source, target] = [sides[0]!, sides[1]!];
  const known = (words: readonly string[], numbers: ReadonlyMap<string, number>) =>
    words.flatMap((word) => numbers.get(word) ?? []);
  return {
    sources: source.words,
    targets: target.words,
    pairs: pairs.map(([from, to]) => [[0, ...known(from, source.numbers)], known(to, target.numbers)]),
  };
}

/** One round: shares each target word among the source words of its sentence, and counts. Without a table all are alike. */
function improve({ sources, targets, pairs }: Numbered, table: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map<number, number>();
  const totals = new Float64Array(sources.length);
  for (const [from, to] of pairs) {
    for (const target of to) {
      const shares = from.map((source) => (table.size === 0 ? 1 : (table.get(source * targets.length + target) ?? 0)));
      const sum = shares.reduce((all, share) => all + share, 0);
      if (sum === 0) continue;
      from.forEach((source, at) => {
        const share = shares[at]! / sum;
        // What has become next to nothing is forgotten, which keeps the table small.
        if (share < 1e-3) return;
        const key = source * targets.length + target;
        counts.set(key, (counts.get(key) ?? 0) + share);
        totals[source]! += share;
      });
    }
  }
  for (const [key, count] of counts) counts.set(key, count / totals[Math.floor(key / targets.length)]!);
  return counts;
}
