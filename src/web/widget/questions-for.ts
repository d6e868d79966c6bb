import { isUnspaced } from '../../language/tokenize.ts';
import type { Suggest } from '../../matching/slice-ranker.ts';

/**
 * What is less likely than this is not worth a look: the first question, which must be as likely as the bot asks for before it
 * asks back, and those behind it.
 */
const least = { first: 0.35, further: 0.04 } as const;
/** Letters that tell too little. */
const fewestLetters = { spaced: 4, unspaced: 2 } as const;
/** Whoever writes this much has asked already. */
const mostLetters = 200;

/** The questions to show for what somebody has written so far, best first; none where nothing is likely. */
export function questionsFor(suggest: Suggest, typed: string, most: number): readonly string[] {
  const text = typed.trim();
  const fewest = [...text].some(isUnspaced) ? fewestLetters.unspaced : fewestLetters.spaced;
  if (text.length < fewest || text.length > mostLetters) return [];
  const [first, ...further] = suggest(text, most);
  if (first === undefined || first.confidence < least.first || first.question === text) return [];
  return [first, ...further.filter(({ confidence }) => confidence >= least.further)].map(({ question }) => question);
}
