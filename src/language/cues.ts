import type { LanguageCode } from './languages.ts';
import { fold } from './normalize.ts';
import { createPhraseTrie, type PhraseTrie } from './phrase-trie.ts';
import { isUnspaced, tokenize } from './tokenize.ts';

/** Signals that count wherever they stand in a message. */
export const anywhereCues = ['human', 'violence', 'medical'] as const;
/** Signals that count only when the whole message is made of such expressions. */
export const wholeCues = [
  'humanAlone',
  'greeting',
  'thanks',
  'goodbye',
  'botQuestion',
  'yes',
  'no',
  'noneOfThese',
  'smallTalk',
  'helps',
  'notHelped',
  'back',
  'startOver',
  'stop',
  'changeLanguage',
  'cantFind',
  'done',
  'dontKnow',
  'continueElsewhere',
] as const;
/** Expressions that stand in front of a secret; they signal nothing, `dialog/mask.ts` masks what follows them. */
export const secretCues = ['passwordIs', 'pukIs', 'codeIs'] as const;

/** Expressions that tell how the parts of a message belong together; no language needs them. */
export const joinCues = ['negation', 'alsoAsks', 'asks', 'contrast', 'refusal'] as const;

/** Signals of what is said for the sake of manners; of several the first is answered. */
export const socialSignals = ['botQuestion', 'smallTalk', 'goodbye', 'thanks', 'greeting'] as const;

export type CueName = (typeof anywhereCues)[number] | (typeof wholeCues)[number];
export type Signal = Exclude<CueName, 'humanAlone'>;

/**
 * Surface expressions of one language, by signal; `negation` lists what undoes a `human` cue right behind it, `alsoAsks`
 * what begins another question and `asks` what makes one (see `segments.ts`), `contrast` and `refusal` what turns something down (see `contrast.ts`).
 */
export type CueList = Readonly<
  Partial<Record<CueName | (typeof secretCues)[number] | (typeof joinCues)[number], readonly string[]>>
>;
export type Cues = Readonly<Partial<Record<LanguageCode, CueList>>>;

/** Finds the signals in a folded text; `tokens` are its words, where they are known. */
export type SpotCues = (folded: string, tokens?: readonly string[]) => ReadonlySet<Signal>;

/**
 * Makes the spotter from the cue lists of all languages: a wish for a person or a cry for help counts in any language,
 * whatever language the rest is in. Expressions match whole words; those in scripts without spaces match anywhere.
 */
export function createCueSpotter(cues: Cues): SpotCues {
  const anywhere = anywhereCues.map((name) => ({
    name,
    patterns: createPhraseTrie(patternsOf(cues, name).map((pattern) => [pattern, pattern] as const)),
  }));
  const negations = patternsOf(cues, 'negation');
  const whole = createPhraseTrie(
    wholeCues.flatMap((name) => patternsOf(cues, name).map((pattern) => [pattern, { name, pattern }] as const)),
  );

  return (folded, tokens = tokenize(folded)) => {
    let clauses: string | undefined;
    const isWished = (pattern: string) => !isRefused((clauses ??= clausesOf(folded)), pattern, negations);
    const found = new Set<Signal>();
    for (const { name, patterns } of anywhere) {
      const hear = (pattern: string) => {
        if (!found.has(name) && (name !== 'human' || isWished(pattern))) found.add(name);
      };
      for (let at = 0; at < tokens.length; at += 1) patterns.visit(tokens, at, hear);
    }
    for (const { name, pattern } of tile(tokens, whole)) {
      if (name !== 'humanAlone') found.add(name);
      else if (isWished(pattern)) found.add('human');
    }
    return found;
  };
}

/** Every character of an unspaced script is a token, so one form serves both kinds of scripts. */
function patternsOf(cues: Cues, name: CueName | 'negation'): string[] {
  const patterns = new Set<string>();
  for (const list of Object.values(cues)) {
    for (const text of list[name] ?? []) {
      const tokens = tokenize(fold(text));
      // A single character of an unspaced script would be found inside other words.
      if (tokens.length > 1 || (tokens[0] !== undefined && (!isUnspaced(tokens[0]) || name !== 'human'))) {
        patterns.add(tokens.join(' '));
      }
    }
  }
  return [...patterns];
}

/** The words of a text with a bar at each punctuation mark: "no, an agent" refuses nothing, "no agent" does. */
function clausesOf(folded: string): string {
  const clauses = folded.split(/[.,;:!?…。，、；：！？\n]+/u).map((clause) => tokenize(clause).join(' '));
  return ` ${clauses.join(' | ')} `;
}

/** True when the expression stands right behind a negation everywhere it stands. */
function isRefused(clauses: string, pattern: string, negations: readonly string[]): boolean {
  let at = clauses.indexOf(` ${pattern} `);
  // An expression that runs over a punctuation mark is not found here, and not refused either.
  if (at < 0) return false;
  while (at >= 0) {
    const before = clauses.slice(0, at);
    if (!negations.some((negation) => before.endsWith(` ${negation}`))) return false;
    at = clauses.indexOf(` ${pattern} `, at + 1);
  }
  return true;
}

interface Tile {
  readonly name: CueName;
  readonly pattern: string;
}

/** The expressions that the whole message is made of, longest first; empty if anything is left over. */
function tile(tokens: readonly string[], whole: PhraseTrie<Tile>): Tile[] {
  const tiles: Tile[] = [];
  let at = 0;
  while (at < tokens.length) {
    const longest = whole.longest(tokens, at);
    if (longest === undefined) return [];
    tiles.push(longest.value);
    at += longest.size;
  }
  return tiles;
}
