import { utteranceOf, type Utterance } from '../language/analyze.ts';
import type { SpotTurned } from '../language/contrast.ts';
import type { Match } from './match.ts';
import type { Rank } from './matcher.ts';

/** The article that a message turns down; undefined where it turns down none. */
export type HearRefused = (utterance: Utterance) => string | undefined;

/** From this confidence on the rest of a message stands for the whole. */
const speaksForItself = 0.5;

/**
 * Wraps a ranker so that what a message turns down does not count, where the rest is clear by itself: of "not A but B" only
 * B is ranked; of "I don't want A. B" too, but only where the whole is taken for A. Others are ranked as before.
 */
export function rankTurned(rank: Rank, spot: SpotTurned): Rank {
  return (utterance, limit, vector) => {
    const whole = rank(utterance, limit, vector);
    const turned = spot(utterance.text);
    if (turned === undefined) return whole;
    const kept = rank(utteranceOf(turned.kept, utterance.language), limit);
    if (!isSure(kept[0])) return whole;
    const refused = rank(utteranceOf(turned.refused, utterance.language), 1)[0]?.articleId;
    return turned.isContrast || whole[0]?.articleId === refused ? kept : whole;
  };
}

function isSure(match: Match | undefined): boolean {
  return match !== undefined && match.confidence >= speaksForItself;
}

/** Makes the listener for what is turned down, by a ranker that knows nothing of that. */
export function createHearRefused(rank: Rank, spot: SpotTurned): HearRefused {
  return (utterance) => {
    const turned = spot(utterance.text);
    return turned === undefined ? undefined : rank(utteranceOf(turned.refused, utterance.language), 1)[0]?.articleId;
  };
}
