import type { Cues } from './cues.ts';
import { fold } from './normalize.ts';
import { isUnspaced, tokenize } from './tokenize.ts';

/** What a message turns down, and what else it says; both folded. */
export interface Turned {
  readonly refused: string;
  /** All but the refused part; without words where nothing else is said. */
  readonly kept: string;
  /** Told as "not A but B", which leaves no doubt; else only turned down: "I don't want A". */
  readonly isContrast: boolean;
}

/** Finds what a message turns down; undefined for nearly all messages. */
export type SpotTurned = (text: string) => Turned | undefined;

/** Stands in a contrast for what is turned down. */
const gap = '…';
const sign = '[,.;:。、–—-]';

/**
 * Makes the spotter from the cues of all languages: `contrast` lists "not A but B" as `it's not that … it's that`, where a
 * closing part that begins with a comma needs a sign before it; `refusal` lists what turns down the rest of its clause.
 */
export function createSpotTurned(cues: Cues): SpotTurned {
  const contrasts = patternsOf(cues, 'contrast', contrastPattern);
  const refusals = patternsOf(cues, 'refusal', refusalPattern);
  return (text) => {
    const folded = fold(text);
    return firstOf(contrasts, folded, true) ?? firstOf(refusals, folded, false);
  };
}

/** An expression, and the words that a text must have to match it: looking for them takes a tenth of the time. */
interface Pattern {
  readonly words: readonly string[];
  readonly expression: RegExp;
}

function firstOf(patterns: readonly Pattern[], folded: string, isContrast: boolean): Turned | undefined {
  for (const { words, expression } of patterns) {
    if (!words.every((word) => folded.includes(word))) continue;
    const [, before = '', refused = '', after = ''] = expression.exec(folded) ?? [];
    if (tokenize(refused).length > 0) return { refused, kept: `${before} ${after}`.trim(), isContrast };
  }
  return undefined;
}

/** The longest first: what says more decides. */
function patternsOf(cues: Cues, name: 'contrast' | 'refusal', make: (text: string) => string): Pattern[] {
  const texts = new Set(Object.values(cues).flatMap((list) => list[name] ?? []));
  return [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => ({
      words: text.split(gap).map((part) => fold(part.replace(/^\s*,/, ''))),
      expression: new RegExp(make(text), 'u'),
    }));
}

function contrastPattern(text: string): string {
  const [open = '', close = ''] = text.split(gap).map((part) => part.trim());
  const isSigned = close.startsWith(',');
  const closing = bounded(isSigned ? close.slice(1).trim() : close);
  return `^(.*?)${bounded(open)}(.{1,120}?)${isSigned ? `\\s*${sign}+\\s*` : `[\\s,;:。]*`}${closing}(.+)$`;
}

function refusalPattern(text: string): string {
  return `^(.*?)${bounded(text)}(.{1,120}?)(?:$|${sign}+(?:\\s|$|(?<=[,。、]))(.*)$)`;
}

/** The expression with word boundaries, where its script has such. */
function bounded(text: string): string {
  const folded = fold(text);
  const escaped = folded.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (isUnspaced(tokenize(folded)[0] ?? '')) return escaped;
  return `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
}
