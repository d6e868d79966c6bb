import type { Cues } from './cues.ts';
import { fold } from './normalize.ts';
import { isUnspaced, tokenize } from './tokenize.ts';

/** A part of a message that may say something of its own. */
export interface Segment {
  /** Folded, without the signs at its end. */
  readonly text: string;
  /** A question mark ends it, or it has a word that asks. */
  readonly asks: boolean;
  /** It begins with an expression that adds a question to the one before: "and also". */
  readonly adds: boolean;
}

/** The segments of a text in order; one where there is nothing to split, none in a text without words. */
export type Split = (text: string) => readonly Segment[];

/** Ends of sentences with their signs; a stop counts only where a space follows, so "1.5 GB" and addresses stay whole. */
const sentenceEnd = /(?:[?!。؟;…]+|\.+(?=\s|$)|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\s*[,、]+)/u;
const questionMark = /[?؟]/;

/**
 * Makes the splitter: it cuts at line ends, at ends of sentences in any script, at commas of scripts without spaces (where
 * they stand between sentences too), and before the expressions that begin another question, in any language.
 */
export function createSplit(cues: Cues): Split {
  const joins = expressionsOf(cues, 'alsoAsks');
  const asking = expressionsOf(cues, 'asks');
  return (text) => text.split(/[\r\n]+/).flatMap((line) => segmentsOfLine(fold(line), joins, asking));
}

function segmentsOfLine(folded: string, joins: readonly Expression[], asking: readonly Expression[]): Segment[] {
  // A capturing group keeps the signs: every second piece is one.
  const pieces = folded.split(new RegExp(`(${sentenceEnd.source})`, 'u'));
  const segments: Segment[] = [];
  let isAnnounced = false;
  for (let at = 0; at < pieces.length; at += 2) {
    const parts = atJoins(pieces[at] ?? '', joins)
      .map((part) => part.replace(/^[\s,:¿¡-]+|[\s,:]+$/g, ''))
      .filter((part) => tokenize(part).length > 0);
    parts.forEach((part, index) => {
      // "And another thing:" says nothing of its own but something of what follows.
      if (joins.some(({ text }) => text === part)) {
        isAnnounced = true;
        return;
      }
      const isMarked = index === parts.length - 1 && questionMark.test(pieces[at + 1] ?? '');
      const asks = isMarked || asking.some((word) => placesOf(word, part).length > 0);
      const adds = isAnnounced || joins.some((join) => placesOf(join, part)[0] === 0);
      segments.push({ text: part, asks, adds });
      isAnnounced = false;
    });
  }
  return segments;
}

/** An expression that stands between word boundaries, where its script has such. */
interface Expression {
  readonly text: string;
  readonly isSpaced: boolean;
}

function expressionsOf(cues: Cues, name: 'alsoAsks' | 'asks'): Expression[] {
  const texts = new Set(Object.values(cues).flatMap((list) => (list[name] ?? []).map(fold)));
  return [...texts].map((text) => ({ text, isSpaced: !isUnspaced(tokenize(text)[0] ?? '') }));
}

function placesOf({ text, isSpaced }: Expression, sentence: string): number[] {
  const places: number[] = [];
  for (let at = sentence.indexOf(text); at >= 0; at = sentence.indexOf(text, at + 1)) {
    if (!isSpaced || (isBoundary(sentence[at - 1]) && isBoundary(sentence[at + text.length]))) places.push(at);
  }
  return places;
}

function isBoundary(char: string | undefined): boolean {
  return char === undefined || !/[\p{L}\p{N}]/u.test(char);
}

function atJoins(sentence: string, joins: readonly Expression[]): string[] {
  const cuts = new Set(joins.flatMap((join) => placesOf(join, sentence)).filter((at) => at > 0));
  const places = [0, ...[...cuts].sort((a, b) => a - b), sentence.length];
  return places.slice(1).map((end, index) => sentence.slice(places[index], end));
}
