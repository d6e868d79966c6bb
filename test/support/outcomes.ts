import type { Outcome } from '../../src/evaluation/run.ts';
import type { Match } from '../../src/matching/match.ts';
import { matchOf } from './situations.ts';

/** What an outcome may be told beside its ranking. */
export interface OutcomeFacts {
  readonly answered?: string;
  readonly offered?: readonly string[];
  readonly text?: string;
  readonly lang?: 'en' | 'es';
  readonly language?: 'en' | 'es';
  readonly decision?: Outcome['decision'];
  readonly matches?: readonly Match[];
}

/** An outcome as a dataset run gives it; answered, asked or given up as the facts say. */
export function outcome(
  intent: string,
  ranked: readonly string[],
  confidence: number,
  { text = intent, lang = 'en', language = lang, answered, offered = [], decision, matches }: OutcomeFacts = {},
): Outcome {
  const fate = answered !== undefined ? 'answer' : offered.length > 0 ? 'clarify' : 'fallback';
  return {
    item: { text, lang, intent },
    language,
    ranked,
    matches: matches ?? ranked.map((id, place) => matchOf(id, confidence / (place + 1))),
    confidence,
    offered,
    decision: decision ?? fate,
    ...(answered === undefined ? {} : { answered }),
  };
}

/** A match whose nearest phrase is so near. */
export function nearMatch(articleId: string, phrase: string, nearest: number): Match {
  const match = matchOf(articleId, 0.5);
  return { ...match, evidence: { ...match.evidence, nearest }, nearestPhrase: { text: phrase, language: 'en' } };
}
