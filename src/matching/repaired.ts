import { utteranceOf, type Utterance } from '../language/analyze.ts';
import type { RepairWord } from '../language/typos.ts';
import type { Rank } from './matcher.ts';

/** Wraps a ranker so that mistyped words are ranked as the words they surely are; what was typed stays in the utterance. */
export function rankRepaired(rank: Rank, repairWord: RepairWord): Rank {
  return (utterance, limit, vector) => rank(repaired(utterance, repairWord), limit, vector);
}

function repaired(utterance: Utterance, repairWord: RepairWord): Utterance {
  const { folded, language } = utterance;
  const text = folded.replace(/\p{L}{5,}/gu, (word) => repairWord(word, language) ?? word);
  return text === folded ? utterance : utteranceOf(text, language);
}
