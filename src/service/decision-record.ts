import type { DecisionRecord } from '../conversation/entry.ts';
import type { Decision } from '../dialog/decision.ts';
import type { Utterance } from '../language/analyze.ts';
import { confidenceFeatureNames } from '../matching/confidence.ts';
import type { Match } from '../matching/match.ts';
import type { Brain } from './brain.ts';

/** What a bot's entry was decided from. */
export interface Grounds {
  readonly brain: Brain;
  readonly decision: Decision;
  readonly matches: readonly Match[];
  /** Absent where nothing was said. */
  readonly utterance?: Utterance;
}

/** The decision with its evidence, as it is kept with the bot's entries. */
export function recordOf({ brain, decision, matches, utterance }: Grounds): DecisionRecord {
  const articleId = 'articleId' in decision ? decision.articleId : undefined;
  const match = matches.find((candidate) => candidate.articleId === articleId);
  return {
    kind: decision.kind,
    reason: decision.reason,
    ...(articleId === undefined ? {} : { articleId }),
    ...(match === undefined ? {} : { confidence: match.confidence }),
    ...(utterance === undefined
      ? {}
      : { language: utterance.language, languageConfidence: utterance.languageConfidence }),
    candidates: matches.slice(0, 3).map((candidate) => ({
      articleId: candidate.articleId,
      confidence: candidate.confidence,
      evidence: { ...candidate.evidence },
      ...(candidate.nearestPhrase === undefined ? {} : { nearest: candidate.nearestPhrase.text }),
    })),
    ...explanationOf(brain, utterance, matches),
  };
}

/** What spoke for the first candidate, in the words of the message. */
function explanationOf(
  brain: Brain,
  utterance: Utterance | undefined,
  [first, second]: readonly Match[],
): Partial<DecisionRecord> {
  if (first === undefined || utterance === undefined) return {};
  const features = confidenceFeatureNames.map((name, index) => [name, first.confidenceFeatures[index] ?? 0]);
  return {
    ...brain.explain(utterance, first.articleId, second?.articleId),
    confidenceFeatures: Object.fromEntries(features) as Record<string, number>,
  };
}
