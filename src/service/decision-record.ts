import type { CandidateRecord, DecisionRecord } from '../conversation/entry.ts';
import type { Decision } from '../dialog/decision.ts';
import type { Utterance } from '../language/analyze.ts';
import { confidenceFeatureNames } from '../matching/confidence.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Question } from '../matching/questions.ts';
import type { Brain } from './brain.ts';
import { nearestPhraseOf } from './nearest-phrase.ts';

/** What a bot's entry was decided from. */
export interface Grounds {
  readonly brain: Brain;
  readonly decision: Decision;
  readonly matches: readonly Match[];
  /** What the segments of the message are about, if it has several. */
  readonly questions?: readonly Question[];
  /** Absent where nothing was said. */
  readonly utterance?: Utterance;
}

/** The decision with its evidence, as it is kept with the bot's entries. */
export function recordOf({ brain, decision, matches, utterance, questions = [] }: Grounds): DecisionRecord {
  const articleId = 'articleId' in decision ? decision.articleId : undefined;
  const heard = articlesOfTwo(decision).flatMap((id) => surestOf(questions, id) ?? []);
  const toRecord = (candidate: Match) => candidateOf(candidate, brain, utterance?.language ?? 'en');
  const match = [...heard, ...matches].find((candidate) => candidate.articleId === articleId);
  return {
    kind: decision.kind,
    reason: decision.reason,
    ...(articleId === undefined ? {} : { articleId }),
    ...(match === undefined ? {} : { confidence: match.confidence }),
    ...('answersFirst' in decision ? { answersFirst: decision.answersFirst } : {}),
    ...(utterance === undefined
      ? {}
      : { language: utterance.language, languageConfidence: utterance.languageConfidence }),
    candidates: matches.slice(0, 3).map(toRecord),
    ...(heard.length === 0 ? {} : { questions: heard.map(toRecord) }),
    ...explanationOf(brain, utterance, matches),
  };
}

function candidateOf(match: Match, brain: Brain, language: LanguageCode): CandidateRecord {
  const { articleId, confidence, evidence } = match;
  const nearest = nearestPhraseOf(match, brain.article(articleId), language);
  return {
    articleId,
    confidence,
    evidence: { ...evidence },
    ...(nearest === undefined ? {} : { nearest: nearest.text, nearestLanguage: nearest.language }),
    ...(nearest?.translation === undefined ? {} : { nearestTranslation: nearest.translation }),
  };
}

function surestOf(questions: readonly Question[], id: string): Match | undefined {
  const about = questions.flatMap(({ match }) => (match.articleId === id ? [match] : []));
  return about.sort((a, b) => b.confidence - a.confidence)[0];
}

/** The articles of a message that asks two things; none for all others. */
function articlesOfTwo(decision: Decision): readonly string[] {
  if (decision.kind === 'clarify') return decision.reason === 'two-questions' ? decision.articleIds : [];
  if (!('answersFirst' in decision) || decision.answersFirst === undefined) return [];
  return [decision.answersFirst, ...(decision.articleId === undefined ? [] : [decision.articleId])];
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
