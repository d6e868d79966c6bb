import { decide } from '../dialog/decide.ts';
import type { Decision } from '../dialog/decision.ts';
import type { Thresholds } from '../dialog/thresholds.ts';
import { newConversation } from '../conversation/conversation.ts';
import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Question } from '../matching/questions.ts';
import type { Brain } from '../service/brain.ts';
import type { LabelledUtterance } from './dataset.ts';

/** A labelled utterance as the bot understood it, before anything is decided. */
export interface Heard {
  readonly item: LabelledUtterance;
  readonly utterance: Utterance;
  /** Best first, at most five. */
  readonly matches: readonly Match[];
  /** What the segments of the message are about, if it has several. */
  readonly questions: readonly Question[];
  /** The article that the message turns down. */
  readonly refused?: string | undefined;
}

/** What the bot would do with one labelled utterance as a first message. */
export interface Outcome {
  readonly item: LabelledUtterance;
  readonly language: LanguageCode;
  /** Article ids, best first. */
  readonly ranked: readonly string[];
  readonly matches: readonly Match[];
  readonly confidence: number;
  /** Article the bot would answer with, or hand over for, outright; undefined when it asks or gives up. */
  readonly answered?: string;
  /** Articles offered as "did you mean", the likeliest first; empty where it does not ask. */
  readonly offered: readonly string[];
  readonly decision: Decision['kind'];
}

/**
 * What becomes of a first message: an answer; "did you mean"; not understood, which asks for other words once and then
 * calls a person; or neither, as for small talk and danger.
 */
export type Fate = 'answered' | 'asked' | 'escalated' | 'other';

/**
 * Asks the bot each utterance as the first message of a new conversation, through the same code as in production.
 * `vectors`: the meaning of each, where it is to be looked at.
 */
export function runDataset(
  items: readonly LabelledUtterance[],
  brain: Brain,
  vectors: readonly Float32Array[] = [],
): Outcome[] {
  return items.map((item, index) => askOne(item, brain, vectors[index]));
}

/** Asks one question as a first message. The locale is that of the writer's client. */
export function askOne(
  item: Pick<LabelledUtterance, 'text'> & { lang?: LanguageCode; intent?: string },
  brain: Brain,
  vector?: Float32Array,
): Outcome {
  const heard = hear(item, brain, vector);
  return outcomeOf(heard, brain.thresholds(heard.utterance.language), brain.article);
}

/** The part of asking that takes time and does not depend on thresholds. */
export function hear(
  item: Pick<LabelledUtterance, 'text'> & { lang?: LanguageCode; intent?: string },
  brain: Brain,
  vector?: Float32Array,
): Heard {
  const utterance = brain.analyze(item.text, item.lang === undefined ? {} : { locale: item.lang });
  return {
    item: { text: item.text, lang: item.lang ?? utterance.language, intent: item.intent ?? '' },
    utterance,
    matches: brain.rank(utterance, 5, vector),
    questions: brain.questions(utterance),
    refused: brain.refused(utterance),
  };
}

/** What the bot decides with these thresholds about what it heard. */
export function outcomeOf(
  { item, utterance, matches, questions, refused }: Heard,
  thresholds: Thresholds,
  article: Brain['article'],
): Outcome {
  const decision = decide({
    conversation: newConversation({ channel: 'evaluation', id: 'one' }, { id: 'dl_evaluation' }, 0),
    utterance,
    hasAttachment: false,
    matches,
    questions,
    refused,
    thresholds,
    article,
    hasFlow: () => true,
  });
  // Of two answers in one the right one counts: the customer gets it.
  const isFirst = 'answersFirst' in decision && decision.answersFirst === item.intent;
  const outright = isFirst ? item.intent : 'articleId' in decision ? decision.articleId : undefined;
  const answered = decision.kind === 'handoff' && decision.reason === 'wants-human' ? 'contact-human' : outright;
  return {
    item,
    language: utterance.language,
    ranked: matches.map((match) => match.articleId),
    matches,
    confidence: matches[0]?.confidence ?? 0,
    ...(answered === undefined ? {} : { answered }),
    offered: decision.kind === 'clarify' ? decision.articleIds : [],
    decision: decision.kind,
  };
}

/** What became of the message. */
export function fateOf({ answered, decision }: Pick<Outcome, 'answered' | 'decision'>): Fate {
  if (answered !== undefined) return 'answered';
  if (decision === 'clarify') return 'asked';
  return decision === 'fallback' || decision === 'handoff' ? 'escalated' : 'other';
}
