import type { Conversation } from '../conversation/conversation.ts';
import type { FlowPosition } from '../conversation/flow-position.ts';
import { keyText, type Message } from '../conversation/message.ts';
import type { Decision } from '../dialog/decision.ts';
import type { SlotType } from '../dialog/flow-slot.ts';
import type { FlowEvent } from '../dialog/flow-event.ts';
import { continueFlow, startFlow, type FlowTurn } from '../dialog/run-flow.ts';
import type { Utterance } from '../language/analyze.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Match } from '../matching/match.ts';
import type { Brain } from './brain.ts';

/** What a dialog makes of a message; undefined where the decision is about no dialog. */
export function flowTurnOf(
  decision: Decision,
  before: Conversation,
  heard: { readonly message: Message; readonly utterance: Utterance; readonly matches: readonly Match[] },
  voice: { readonly brain: Brain; readonly language: LanguageCode },
): FlowTurn | undefined {
  if (decision.kind !== 'step') return undefined;
  const { message, utterance, matches } = heard;
  const { brain, language } = voice;
  const speaker = { language, say: brain.say };
  if (decision.reason === 'open') {
    if (before.flow === undefined) return undefined;
    const sure = sureOf(matches, brain, utterance.language);
    const event: FlowEvent = {
      kind: 'message',
      utterance,
      at: message.at,
      ...(message.choice === undefined ? {} : { choice: message.choice }),
      ...(sure === undefined ? {} : { sure }),
    };
    return continueFlow(brain.book, before.flow, event, speaker);
  }
  const start = {
    flow: decision.flow,
    run: `${keyText(message.key)}#${before.lastSeq + 1}`,
    at: message.at,
    slots: before.slots,
    // A pressed button repeats the bot's words: it tells nothing of the customer's case.
    ...(message.choice === undefined ? { utterance } : {}),
  };
  return startFlow(brain.book, start, speaker);
}

/** The article a message surely means, which a dialog may be interrupted for. */
function sureOf([best]: readonly Match[], brain: Brain, language: LanguageCode) {
  if (best === undefined || best.confidence < brain.thresholds(language).answer) return undefined;
  const dialog = brain.article(best.articleId)?.dialog;
  return { articleId: best.articleId, ...(dialog === undefined ? {} : { dialog }) };
}

/**
 * The text as it may be kept: card numbers, passwords, PUKs and codes are masked. The code that an open dialog has just
 * asked for is masked too, but giving it was no slip.
 */
export function maskedText(text: string, { flow }: Conversation, brain: Brain): ReturnType<Brain['book']['mask']> {
  return brain.book.mask(text, flow?.waiting === 'answer' ? askedType(flow, brain) : undefined);
}

function askedType({ flow: id, step: stepId }: FlowPosition, { book }: Brain): SlotType | undefined {
  const flow = book.flows.get(id);
  const asked = flow?.steps.find((step) => step.id === stepId)?.ask;
  return asked === undefined ? undefined : flow?.slots[asked]?.type;
}
