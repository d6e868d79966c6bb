import { newConversation, type Conversation } from '../../src/conversation/conversation.ts';
import type { Situation } from '../../src/dialog/decide.ts';
import type { Article } from '../../src/knowledge/article.ts';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { Signal } from '../../src/language/cues.ts';
import type { Match } from '../../src/matching/match.ts';

/** A conversation with the bot, with some things changed. */
export function conversationOf(rest: Partial<Conversation> = {}): Conversation {
  return { ...newConversation({ channel: 'test', id: 'a' }, { id: 'c1' }, 0), ...rest };
}

/** An article with an English and a Spanish text. */
export function articleOf(id: string, rest: Partial<Article> = {}): Article {
  return {
    id,
    theme: 'plan',
    title: id,
    escalate: 'on-failure',
    urgency: 'normal',
    auth: 'none',
    operations: [],
    neighbours: [],
    texts: {
      en: { question: `Question ${id}?`, answer: `Answer ${id}.`, phrases: [] },
      es: { question: `¿Pregunta ${id}?`, answer: `Respuesta ${id}.`, phrases: [] },
    },
    ...rest,
  };
}

/** A match with a confidence, without evidence. */
export function matchOf(articleId: string, confidence: number): Match {
  const evidence = { exact: 0, words: 0, characters: 0, concepts: 0, margin: 0, nearest: 0 };
  return { articleId, confidence, evidence, confidenceFeatures: [] };
}

/** Articles that every situation knows: `stolen` always escalates, `no-data` and `slow` begin dialogs, the others answer. */
export const knownArticles: ReadonlyMap<string, Article> = new Map(
  [
    articleOf('refund'),
    articleOf('top-up'),
    articleOf('prices'),
    articleOf('stolen', { escalate: 'always' }),
    articleOf('no-data', { dialog: 'flow-data', dialogStart: 'auto' }),
    articleOf('slow', { dialog: 'flow-slow', dialogStart: 'auto' }),
  ].map((article) => [article.id, article]),
);

/** What a test wants to be the case; all else is plain. */
export interface Wish {
  readonly text?: string;
  readonly signals?: readonly Signal[];
  readonly choice?: string;
  readonly attachment?: boolean;
  /** Article ids with confidences, best first. */
  readonly matches?: readonly (readonly [string, number])[];
  /** Article ids with confidences of the segments that ask, in order. */
  readonly questions?: readonly (readonly [string, number])[];
  /** Article that is turned down. */
  readonly refused?: string;
  readonly conversation?: Partial<Conversation>;
}

/** A situation to decide in. */
export function situationOf({ text = 'some words', signals = [], choice, attachment, ...wish }: Wish): Situation {
  return {
    conversation: conversationOf(wish.conversation),
    utterance: { ...utteranceOf(text, 'en'), signals: new Set(signals) },
    ...(choice === undefined ? {} : { choice }),
    hasAttachment: attachment === true,
    matches: (wish.matches ?? []).map(([id, confidence]) => matchOf(id, confidence)),
    questions: (wish.questions ?? []).map(([id, confidence]) => ({
      match: matchOf(id, confidence),
      asks: true,
      adds: false,
    })),
    refused: wish.refused,
    thresholds: { answer: 0.6, clarify: 0.35 },
    article: (id) => knownArticles.get(id),
    hasFlow: (id) => id.startsWith('flow-'),
  };
}
