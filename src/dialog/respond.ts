import type { Conversation, Pending } from '../conversation/conversation.ts';
import type { Choice, Reply } from '../conversation/reply.ts';
import type { Priority } from '../handoff/ticket.ts';
import type { Article, ArticleText } from '../knowledge/article.ts';
import type { LanguageCode } from '../language/languages.ts';
import { articleChoice, choiceValues, flowChoice } from './choices.ts';
import type { Decision } from './decision.ts';
import type { Say } from './phrases.ts';

/** What words a decision needs. */
export interface Wording {
  readonly say: Say;
  readonly article: (id: string) => Article | undefined;
  /** Whether there is a guided dialog of that id. */
  readonly hasFlow: (id: string) => boolean;
  readonly language: LanguageCode;
  readonly conversation: Conversation;
  /** Reference of the ticket that this decision opens. */
  readonly reference?: string;
  readonly priority?: Priority;
  /** The customer has begun to write in a language the bot has no texts in: it says which ones it has. */
  readonly isForeign?: boolean;
  /** Whether conversations can be continued elsewhere. */
  readonly offersResume?: boolean;
  /** Place in the queue while waiting, from 1; 0 or absent when unknown. */
  readonly queuePosition?: number;
}

/** The bot's answer to a decision: what it says and what it then waits for. */
export interface Response {
  readonly replies: readonly Reply[];
  readonly pending?: Pending;
}

/** Puts a decision into words. */
export function respond(decision: Decision, wording: Wording): Response {
  const response = wordsFor(decision, wording);
  const [first, ...rest] = [...answeredFirst(decision, wording), ...response.replies];
  if (first === undefined) return response;
  if (wording.isForeign !== true) return { ...response, replies: [first, ...rest] };
  const notice = say(wording, 'language.notice');
  // Danger comes before everything, also before courtesy.
  const text = decision.kind === 'safety' ? join(first.text, notice) : join(notice, first.text);
  return { ...response, replies: [{ ...first, text }, ...rest] };
}

/** The answer to the first of two questions, which asks for nothing: what comes behind it does. */
export function answeredFirst(decision: Decision, wording: Wording): readonly Reply[] {
  const article = firstArticle(decision, wording);
  const text = article === undefined ? undefined : articleText(article, wording.language);
  return text === undefined ? [] : [markdown(wording, text.answer)];
}

function firstArticle(decision: Decision, wording: Wording): Article | undefined {
  const id = 'answersFirst' in decision ? decision.answersFirst : undefined;
  return id === undefined ? undefined : wording.article(id);
}

function wordsFor(decision: Decision, wording: Wording): Response {
  switch (decision.kind) {
    case 'relay':
      return { replies: [] };
    // What a dialog says is in the effects of its turn, see `flow-replies.ts`.
    case 'step':
      return { replies: [] };
    case 'wait':
      return { replies: [waitReply(decision.reason, wording)] };
    case 'safety':
      return {
        replies: [markdown(wording, join(say(wording, `safety.${decision.reason}`), say(wording, 'handoff.danger')))],
      };
    case 'handoff':
      return { replies: [handoffReply(decision, wording)] };
    case 'answer':
      return answer(decision.articleId, wording, firstArticle(decision, wording));
    case 'clarify':
      return clarify(decision, wording);
    case 'social': {
      const key = decision.reason === 'helped' ? 'feedback.thanks' : `social.${decision.reason}`;
      return {
        replies: [markdown(wording, say(wording, key))],
        ...kept(decision.reason, wording),
      };
    }
    case 'resume': {
      const isOffer = decision.reason === 'asked';
      const key = isOffer ? (wording.offersResume === true ? 'offer' : 'unavailable') : decision.reason;
      // What is filled in is a secret that the transcript must not hold: the channel's view puts it in.
      const text = say(wording, `resume.${key}`, isOffer ? resumeMarks : {});
      // What a dialog has just asked stays open, with its buttons.
      const asked = isOffer ? wording.conversation.flow?.offered : undefined;
      const choices = decision.reason === 'waiting' ? [stopChoice(wording)] : asked;
      return { replies: [markdown(wording, text, choices)], ...kept(decision.reason, wording) };
    }
    case 'fallback': {
      const key = decision.reason === 'attachment-only' ? 'attachmentOnly' : 'fallback.rephrase';
      return {
        replies: [markdown(wording, say(wording, key), [humanChoice(wording)])],
        pending: { kind: 'rephrase' },
      };
    }
  }
}

/** What stands in the transcript in place of the code and the link that continue a conversation elsewhere. */
export const resumeMarks = { code: '•••-•••', link: '⋯⋯⋯' } as const;

/** The text of an article in a language, or in the nearest one that has it. */
export function articleText(article: Article, language: LanguageCode): ArticleText | undefined {
  return article.texts[language] ?? article.texts.en;
}

function answer(articleId: string, wording: Wording, before?: Article): Response {
  const article = wording.article(articleId);
  const text = article === undefined ? undefined : articleText(article, wording.language);
  if (text === undefined) return { replies: [] };
  const flows = new Set([before?.dialog, article?.dialog].filter((flow) => flow !== undefined));
  const choices: Choice[] = [
    ...[...flows]
      .filter(wording.hasFlow)
      .map((flow) => ({ title: say(wording, `flows.${flow}.title`), value: flowChoice(flow) })),
    { title: say(wording, 'feedback.helped'), value: choiceValues.helped },
    {
      title: say(wording, 'feedback.notHelped'),
      value: choiceValues.notHelped,
    },
  ];
  return {
    replies: [markdown(wording, text.answer, choices)],
    pending: { kind: 'feedback', articleId },
  };
}

function clarify({ articleIds, reason }: Extract<Decision, { kind: 'clarify' }>, wording: Wording): Response {
  const offered = articleIds.flatMap((id) => {
    const article = wording.article(id);
    const title = article === undefined ? undefined : articleText(article, wording.language)?.question;
    return title === undefined ? [] : [{ title, value: articleChoice(id), id }];
  });
  const none = {
    title: say(wording, 'clarify.none'),
    value: choiceValues.none,
  };
  const choices = [...offered.map(({ title, value }) => ({ title, value })), none];
  return {
    replies: [markdown(wording, say(wording, reason === 'near-tie' ? 'clarify.ask' : 'clarify.whichFirst'), choices)],
    pending: {
      kind: 'clarify',
      articleIds: offered.map(({ id }) => id),
      titles: choices.map(({ title }) => title),
    },
  };
}

const handoffWords = {
  'wants-human': 'wantsHuman',
  'not-understood': 'notUnderstood',
  'none-of-these': 'noneOfThese',
  'not-helped': 'notHelped',
  'escalation-rule': 'escalationRule',
  danger: 'danger',
  'dialog-ended': 'dialogEnded',
} as const;

function handoffReply(decision: Extract<Decision, { kind: 'handoff' }>, wording: Wording): Reply {
  const article = decision.articleId === undefined ? undefined : wording.article(decision.articleId);
  // Only where the rule escalates is the article's own text the bridge; else it is what just failed to help.
  const bridge =
    decision.reason === 'escalation-rule' && article !== undefined
      ? articleText(article, wording.language)?.answer
      : undefined;
  const text = join(
    bridge,
    say(wording, `handoff.${handoffWords[decision.reason]}`),
    say(wording, 'handoff.next', { reference: wording.reference ?? '' }),
    wording.priority === 'normal' ? undefined : say(wording, 'handoff.urgent'),
  );
  return markdown(wording, text, [stopChoice(wording)]);
}

function waitReply(reason: 'queued' | 'stop-waiting', wording: Wording): Reply {
  if (reason === 'stop-waiting') return markdown(wording, say(wording, 'queue.cancelled'));
  const position = say(wording, 'queue.position', {
    position: wording.queuePosition ?? 1,
  });
  return markdown(wording, position, [stopChoice(wording)]);
}

/** Politeness in between does not take away what was asked. */
function kept(reason: string, { conversation }: Wording): { pending?: Pending } {
  return reason === 'helped' || conversation.pending === undefined ? {} : { pending: conversation.pending };
}

export function stopChoice(wording: Wording): Choice {
  return {
    title: say(wording, 'queue.cancel'),
    value: choiceValues.stopWaiting,
  };
}

function humanChoice(wording: Wording): Choice {
  return { title: say(wording, 'human'), value: choiceValues.human };
}

export function say(wording: Wording, key: string, values?: Record<string, string | number>): string {
  return wording.say(wording.language, key, values);
}

export function markdown({ language }: Wording, text: string, choices?: readonly Choice[]): Reply {
  return {
    text,
    format: 'markdown',
    language,
    ...(choices === undefined ? {} : { choices }),
  };
}

export function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\n\n');
}
