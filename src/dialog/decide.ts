import type { Conversation } from '../conversation/conversation.ts';
import { dangerIn, wantsHuman } from '../handoff/policy.ts';
import type { Article } from '../knowledge/article.ts';
import type { Utterance } from '../language/analyze.ts';
import { socialSignals } from '../language/cues.ts';
import { fold } from '../language/normalize.ts';
import { tokenize } from '../language/tokenize.ts';
import type { Match } from '../matching/match.ts';
import type { Question } from '../matching/questions.ts';
import { choiceValues, parseChoice } from './choices.ts';
import type { Decision, SocialTopic } from './decision.ts';
import type { Thresholds } from './thresholds.ts';
import { twoQuestions } from './two-questions.ts';

/** What a decision is made from. */
export interface Situation {
  readonly conversation: Conversation;
  readonly utterance: Utterance;
  /** Value of a pressed choice. */
  readonly choice?: string;
  readonly hasAttachment: boolean;
  /** Best first. */
  readonly matches: readonly Match[];
  /** What the segments of the message are about, if it has several. */
  readonly questions?: readonly Question[];
  /** The article that the message turns down: "I do not want a refund". */
  readonly refused?: string | undefined;
  readonly thresholds: Thresholds;
  readonly article: (id: string) => Article | undefined;
  /** Whether there is a guided dialog of that id. */
  readonly hasFlow: (id: string) => boolean;
}

/** Decides what to do, one guard after the other from top to bottom; the first that applies wins. */
export function decide(situation: Situation): Decision {
  const { conversation, utterance } = situation;
  // While a person speaks, the bot must not, whatever is said.
  if (conversation.owner === 'agent') return { kind: 'relay', reason: 'agent-owns' };
  // Whoever has to change the device says so in the middle of anything; nothing else changes by it.
  if (situation.choice === undefined && utterance.signals.has('continueElsewhere')) {
    return { kind: 'resume', reason: 'asked' };
  }
  // An open dialog looks for danger and the wish for a person itself, since it hands over what it learned.
  if (conversation.owner === 'bot' && conversation.flow !== undefined && !beginsFlow(situation)) {
    return { kind: 'step', reason: 'open' };
  }
  // Danger comes before every other reading of the message.
  const danger = dangerIn(utterance.signals);
  if (danger !== undefined) return { kind: 'safety', reason: danger };
  if (conversation.owner === 'queue') {
    const stop = situation.choice === choiceValues.stopWaiting;
    return { kind: 'wait', reason: stop ? 'stop-waiting' : 'queued' };
  }
  // The wish for a person is granted in every state and never argued with.
  if (wantsHuman(utterance.signals, situation.choice)) return { kind: 'handoff', reason: 'wants-human' };
  return (
    decideChoice(situation) ??
    decideSocial(situation) ??
    (utterance.tokens.length === 0 ? decideWordless(situation) : (decideTwo(situation) ?? decideMatches(situation)))
  );
}

function beginsFlow({ choice, hasFlow }: Situation): boolean {
  const parsed = parseChoice(choice);
  return parsed?.kind === 'flow' && hasFlow(parsed.flow);
}

/** A pressed choice, or one that was typed by its title or number. */
function decideChoice(situation: Situation): Decision | undefined {
  const { conversation, utterance } = situation;
  const choice = parseChoice(situation.choice) ?? typedChoice(conversation, utterance);
  switch (choice?.kind) {
    case 'article':
      return answerOrHandOver(situation, choice.articleId, 'chosen');
    case 'flow':
      if (!situation.hasFlow(choice.flow)) return undefined;
      return { kind: 'step', reason: 'chosen', flow: choice.flow, ...topicOf(conversation) };
    case 'none':
      return { kind: 'handoff', reason: 'none-of-these' };
    case 'helped':
      return { kind: 'social', reason: 'helped' };
    case 'not-helped':
      return {
        kind: 'handoff',
        reason: 'not-helped',
        ...topicOf(conversation),
      };
    case undefined:
      return undefined;
  }
}

function typedChoice(conversation: Conversation, utterance: Utterance): ReturnType<typeof parseChoice> {
  const { pending } = conversation;
  if (pending?.kind === 'clarify') {
    const number = /^\s*([1-9])\s*[.)]?\s*$/.exec(utterance.normalized)?.[1];
    // Word by word: few type the question marks of a title.
    const words = utterance.tokens.join(' ');
    const byTitle = pending.titles.findIndex((title) => tokenize(fold(title)).join(' ') === words);
    const index = number === undefined ? byTitle : Number(number) - 1;
    const articleId = pending.articleIds[index];
    if (articleId !== undefined) return { kind: 'article', articleId };
    // "None of these" stands behind the articles, in the list of titles as on the buttons.
    if (index === pending.articleIds.length) return { kind: 'none' };
    if (utterance.signals.has('noneOfThese') || utterance.signals.has('no')) return { kind: 'none' };
  }
  if (pending?.kind === 'feedback') {
    // "No, that worked" and "that did not work" look alike: in doubt it did not help.
    if (utterance.signals.has('notHelped') || utterance.signals.has('no')) return { kind: 'not-helped' };
    if (utterance.signals.has('helps') || utterance.signals.has('yes')) return { kind: 'helped' };
  }
  return undefined;
}

function decideSocial({ utterance, conversation }: Situation): Decision | undefined {
  const topic = socialSignals.find((signal) => utterance.signals.has(signal));
  if (topic !== undefined) return { kind: 'social', reason: topic satisfies SocialTopic };
  if (utterance.signals.has('helps') && !utterance.signals.has('no')) return { kind: 'social', reason: 'helped' };
  // "Does not work" as a first message is a question still to be asked, not the failure of an answer.
  if (utterance.signals.has('notHelped') && conversation.topic !== undefined)
    return { kind: 'handoff', reason: 'not-helped', ...topicOf(conversation) };
  if (utterance.signals.has('yes') || utterance.signals.has('no')) return { kind: 'social', reason: 'yesNo' };
  return undefined;
}

/** A picture, a file or nothing but signs. */
function decideWordless(situation: Situation): Decision {
  if (situation.hasAttachment && situation.conversation.misses === 0) {
    return { kind: 'fallback', reason: 'attachment-only' };
  }
  return notUnderstood(situation);
}

/** Two questions in one message: what is only answered comes first, what goes on (a dialog, a person) last. */
function decideTwo(situation: Situation): Decision | undefined {
  const { questions = [], matches, thresholds } = situation;
  const two = twoQuestions(questions, matches, thresholds.answer);
  if (two === undefined) return undefined;
  const articleIds = two.map(({ match }) => match.articleId);
  const [first, second] = two.map(({ match }) => answerOrHandOver(situation, match.articleId, 'sure'));
  if (first?.kind === 'answer' && isAnswering(second)) return { ...second, answersFirst: first.articleId };
  if (second?.kind === 'answer' && isAnswering(first)) return { ...first, answersFirst: second.articleId };
  // A person reads the whole message; two dialogs go one after the other.
  return [first, second].find((decision) => decision?.kind === 'handoff') ?? clarifyBoth(articleIds);
}

function clarifyBoth(articleIds: readonly string[]): Decision {
  return { kind: 'clarify', reason: 'two-questions', articleIds };
}

type Answering = Extract<Decision, { kind: 'answer' | 'handoff' } | { kind: 'step'; reason: 'sure' | 'chosen' }>;

function isAnswering(decision: Decision | undefined): decision is Answering {
  if (decision?.kind === 'step') return decision.reason !== 'open';
  return decision?.kind === 'answer' || decision?.kind === 'handoff';
}

function decideMatches(situation: Situation): Decision {
  const { matches, thresholds, conversation } = situation;
  const best = matches[0];
  if (best === undefined) return notUnderstood(situation);
  if (best.confidence >= thresholds.answer) {
    const decision = answerOrHandOver(situation, best.articleId, 'sure');
    // A text is only read; a dialog would begin to do what was just turned down.
    const isRefused = decision.kind !== 'answer' && best.articleId === situation.refused;
    if (!isRefused || conversation.misses >= 2) return decision;
    return { kind: 'clarify', reason: 'near-tie', articleIds: worthAsking(matches, 0.02) };
  }
  const articleIds = inQuestion(situation, best);
  if (articleIds.length > 0 && conversation.misses < 2) return { kind: 'clarify', reason: 'near-tie', articleIds };
  return notUnderstood(situation);
}

/** The articles worth asking about: the likeliest of the whole message, and what a segment alone is sure of. */
function inQuestion({ matches, questions = [], thresholds }: Situation, best: Match): readonly string[] {
  const together = matches.slice(0, 3).reduce((sum, match) => sum + match.confidence, 0);
  const whole = together < thresholds.clarify ? [] : worthAsking(matches, best.confidence * 0.2);
  const sure = questions
    .map(({ match }) => match)
    .filter(({ confidence }) => confidence >= thresholds.answer)
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ articleId }) => articleId);
  return [...new Set([...whole, ...sure])].slice(0, 3);
}

function worthAsking(matches: readonly Match[], least: number): readonly string[] {
  const three = matches.slice(0, 3).filter(({ confidence }) => confidence >= least);
  return three.map(({ articleId }) => articleId);
}

/** Asks for other words once; the second time a person takes over. */
function notUnderstood({ conversation }: Situation): Decision {
  if (conversation.misses === 0) return { kind: 'fallback', reason: 'not-understood' };
  return { kind: 'handoff', reason: 'not-understood' };
}

function answerOrHandOver(situation: Situation, articleId: string, reason: 'sure' | 'chosen'): Decision {
  const article = situation.article(articleId);
  // A choice may name an article that a newer version of the knowledge no longer has.
  if (article === undefined) return notUnderstood(situation);
  const { dialog: flow } = article;
  if (flow !== undefined && article.dialogStart === 'auto' && situation.hasFlow(flow)) {
    return { kind: 'step', reason, flow, articleId };
  }
  if (article.escalate !== 'always') return { kind: 'answer', reason, articleId };
  return { kind: 'handoff', reason: 'escalation-rule', articleId };
}

function topicOf(conversation: Conversation): { articleId?: string } {
  return conversation.topic === undefined ? {} : { articleId: conversation.topic };
}
