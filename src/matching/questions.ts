import { maxUtteranceLength, utteranceOf, type Utterance } from '../language/analyze.ts';
import { socialSignals, type SpotCues } from '../language/cues.ts';
import type { Segment, Split } from '../language/segments.ts';
import { isUnspaced } from '../language/tokenize.ts';
import type { Match } from './match.ts';
import type { Rank } from './matcher.ts';

/** A segment of a message with what it alone would be taken for. */
export interface Question extends Pick<Segment, 'asks' | 'adds'> {
  /** Its best match. */
  readonly match: Match;
}

/** What the segments of a message are about, each on its own, in order; empty for a message of one segment. */
export type HearQuestions = (utterance: Utterance) => readonly Question[];

/** What comes behind so many segments is not looked at: each costs as much as a message. */
const mostSegments = 8;
/** Shorter segments say nothing on their own: "ok", "谢谢". */
const fewestTokens = { spaced: 2, unspaced: 3 } as const;

/** Makes the listener. A message of one segment costs no ranking. */
export function createHearQuestions(split: Split, rank: Rank, spot: SpotCues): HearQuestions {
  // What is said for the sake of manners is no question, whatever article its words resemble.
  const isSocial = ({ folded, tokens }: Utterance) => {
    const signals = spot(folded, tokens);
    return socialSignals.some((signal) => signals.has(signal));
  };
  return (utterance) => {
    const segments = split(utterance.text.slice(0, maxUtteranceLength));
    if (segments.length < 2) return [];
    const heard = segments
      .map((segment) => ({ segment, spoken: utteranceOf(segment.text, utterance.language) }))
      .filter(({ spoken }) => spoken.tokens.length >= fewestOf(spoken) && !isSocial(spoken))
      .slice(0, mostSegments);
    if (heard.length < 2) return [];
    return heard.flatMap(({ segment: { asks, adds }, spoken }) => {
      const [match] = rank(spoken, 1);
      return match === undefined ? [] : [{ asks, adds, match }];
    });
  };
}

function fewestOf({ tokens }: Utterance): number {
  return tokens.some(isUnspaced) ? fewestTokens.unspaced : fewestTokens.spaced;
}
