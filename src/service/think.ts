import { newConversation, type Conversation, type PendingCall, type Proof } from '../conversation/conversation.ts';
import type { OperationError } from '../conversation/flow-position.ts';
import type { Message } from '../conversation/message.ts';
import type { Decision } from '../dialog/decision.ts';
import { decide } from '../dialog/decide.ts';
import type { FlowEvent } from '../dialog/flow-event.ts';
import { continueFlow } from '../dialog/run-flow.ts';
import { timeZoneSlot } from '../dialog/zones.ts';
import { nextOwner } from '../handoff/ownership.ts';
import type { Utterance } from '../language/analyze.ts';
import { fromLocale, isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Brain } from './brain.ts';
import type { Outcome, Snapshot } from './store.ts';
import { flowTurnOf } from './flow-turn.ts';
import { incidentsAfterCall, incidentTurnOf } from './incident-turn.ts';
import type { Trigger, TurnFacts } from './turn-context.ts';
import { TurnOutcome } from './turn-outcome.ts';

/** The outcome of a turn with the reasoning behind it, for `chat --explain` and evaluation. */
export interface Thought {
  readonly outcome: Outcome;
  readonly utterance: Utterance;
  readonly matches: readonly Match[];
  readonly decision: Decision;
}

/** One turn of the conversation. Pure: no clock, no disk, no network; thinking twice gives the same outcome. */
export function think(snapshot: Snapshot, message: Message, brain: Brain, facts: TurnFacts): Thought {
  const before = reopened(snapshot.conversation ?? firstContact(message), message);
  const current = languageCode(before.language);
  const locale = fromLocale(message.locale ?? before.locale);
  const utterance = brain.analyze(message.text, { current: languageCode(before.heard) ?? current, locale });
  const matches = utterance.tokens.length === 0 ? [] : brain.rank(utterance, 5, facts.vector);
  const questions = matches.length === 0 || message.choice !== undefined ? [] : brain.questions(utterance);
  const decision = decide({
    conversation: before,
    utterance,
    ...(message.choice === undefined ? {} : { choice: message.choice }),
    hasAttachment: (message.attachments?.length ?? 0) > 0,
    matches,
    questions,
    refused: matches.length === 0 ? undefined : brain.refused(utterance),
    thresholds: brain.thresholds(utterance.language),
    article: brain.article,
    hasFlow: (id) => brain.book.flows.has(id),
  });
  const language = spokenLanguage(utterance, current, locale, brain.languages, message.choice !== undefined);
  const isForeign =
    message.choice === undefined &&
    utterance.languageConfidence >= sureOfLanguage &&
    !brain.languages.includes(utterance.language) &&
    before.heard !== utterance.language;
  const flow = flowTurnOf(decision, before, { message, utterance, matches }, { brain, language });
  // A closing question that was passed over: the message is heard as if no dialog were open.
  if (flow?.passes === true) {
    const closed = { ...before, flow: undefined, slots: { ...before.slots, ...flow.learned } };
    return think({ ...snapshot, conversation: closed }, message, brain, facts);
  }
  const { incidents: open = [], now } = facts;
  const heard = message.choice === undefined ? utterance.language : before.heard;
  const folded = message.choice === undefined ? utterance.folded : undefined;
  const incident = incidentTurnOf({ before, decision, flow, folded, heard, brain, language, now, open });
  const turn = new TurnOutcome(before, { kind: 'message', message }, facts, {
    ...snapshot,
    ownerBefore: snapshot.conversation?.owner,
    brain,
    language,
    utterance,
    matches,
    questions,
    decision,
    isForeign,
    incident,
    ...(flow === undefined ? {} : { flow }),
  });
  return { outcome: turn.build(), utterance, matches, decision };
}

/** The answer of the back office to a call. */
export interface Called {
  readonly call: PendingCall;
  readonly result:
    | { readonly kind: 'ok'; readonly output: unknown; readonly proof: Proof }
    | { readonly kind: 'failed'; readonly error: OperationError };
}

/** The turn of a dialog after the back office has answered. Pure. */
export function thinkCalled(
  conversation: Conversation,
  { call, result }: Called,
  brain: Brain,
  facts: TurnFacts,
): Outcome {
  const language = languageCode(conversation.language) ?? 'en';
  const at = facts.now;
  const event: FlowEvent =
    result.kind === 'ok'
      ? { kind: 'result', key: call.key, output: result.output, at }
      : { kind: 'error', key: call.key, error: result.error, at };
  // Once a person holds the conversation, a late answer is noted and nothing more.
  const isOpen = conversation.owner === 'bot' && conversation.flow !== undefined;
  const flow = isOpen
    ? continueFlow(brain.book, conversation.flow, event, { language, say: brain.say })
    : { effects: [], learned: {}, ...(conversation.flow === undefined ? {} : { position: conversation.flow }) };
  const trigger: Trigger = {
    kind: 'called',
    call,
    result: result.kind === 'ok' ? 'ok' : result.error,
    ...(result.kind === 'ok' ? { proof: result.proof } : {}),
  };
  const decision: Decision = { kind: 'step', reason: 'open' };
  const known = { before: conversation, decision, flow, brain, language, now: at, open: facts.incidents ?? [] };
  const incident = incidentsAfterCall(known, call, result.kind === 'ok');
  const context = { brain, language, matches: [], decision, isForeign: false, flow, incident };
  return new TurnOutcome(conversation, trigger, facts, context).build();
}

/** The language of a conversation as one of the supported ones, English where none is known. */
export function languageOf({ language, locale }: Pick<Conversation, 'language' | 'locale'>): LanguageCode {
  return languageCode(language) ?? fromLocale(locale) ?? 'en';
}

/** From here a language the bot does not speak is told so, once. */
const sureOfLanguage = 0.8;

function languageCode(text: string | undefined): LanguageCode | undefined {
  return text !== undefined && isLanguageCode(text) ? text : undefined;
}

function firstContact(message: Message): Conversation {
  return newConversation(message.key, message.sender, message.at, message.locale);
}

/** A customer who writes to a closed conversation is with the bot again. */
function reopened(conversation: Conversation, message: Message): Conversation {
  const owner = nextOwner(conversation.owner, 'write-again');
  const known = {
    ...conversation,
    locale: message.locale ?? conversation.locale,
    ...(message.timeZone === undefined ? {} : { slots: { ...conversation.slots, [timeZoneSlot]: message.timeZone } }),
  };
  return owner === undefined ? known : { ...known, owner, misses: 0, pending: undefined };
}

/** The language to answer in: that of the utterance where the bot has it, else the nearest one it has. */
function spokenLanguage(
  utterance: Utterance,
  current: LanguageCode | undefined,
  locale: LanguageCode | undefined,
  available: readonly LanguageCode[],
  isChoice: boolean,
): LanguageCode {
  // A pressed button repeats the bot's own words: it says nothing new about the language.
  const heard = isChoice || utterance.tokens.length === 0 ? (current ?? locale) : utterance.language;
  const wishes = [heard, current, locale, 'en' as const];
  return wishes.find((wish) => wish !== undefined && available.includes(wish)) ?? available[0] ?? 'en';
}
