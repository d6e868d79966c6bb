import type { Cues } from './cues.ts';
import { createExpressions, type Expressions } from './expressions.ts';
import { fold } from './normalize.ts';
import { tokenize } from './tokenize.ts';

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
const sentenceEnd = /([?!。؟;…]+|\.+(?=\s|$)|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\s*[,、]+)/u;
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

function segmentsOfLine(folded: string, joins: Expressions, asking: Expressions): Segment[] {
  // The signs between the pieces: every second piece is one.
  const pieces = folded.split(sentenceEnd);
  const segments: Segment[] = [];
  let isAnnounced = false;
  for (let at = 0; at < pieces.length; at += 2) {
    const parts = atJoins(pieces[at] ?? '', joins)
      .map((part) => part.replace(/^[\s,:¿¡-]+|[\s,:]+$/g, ''))
      .filter((part) => tokenize(part).length > 0);
    parts.forEach((part, index) => {
      // "And another thing:" says nothing of its own but something of what follows.
      if (joins.isOne(part)) {
        isAnnounced = true;
        return;
      }
      const isMarked = index === parts.length - 1 && questionMark.test(pieces[at + 1] ?? '');
      const adds = isAnnounced || joins.standsAt(part, 0);
      segments.push({ text: part, asks: isMarked || asking.isIn(part), adds });
      isAnnounced = false;
    });
  }
  return segments;
}

function expressionsOf(cues: Cues, name: 'alsoAsks' | 'asks'): Expressions {
  return createExpressions(new Set(Object.values(cues).flatMap((list) => (list[name] ?? []).map(fold))));
}

function atJoins(sentence: string, joins: Expressions): string[] {
  const places = [0, ...joins.placesIn(sentence).filter((at) => at > 0), sentence.length];
  return places.slice(1).map((end, index) => sentence.slice(places[index], end));
}
