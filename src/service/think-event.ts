import type { Conversation } from '../conversation/conversation.ts';
import type { Reply } from '../conversation/reply.ts';
import type { Decision } from '../dialog/decision.ts';
import { patienceWith } from '../dialog/patience.ts';
import { continueFlow } from '../dialog/run-flow.ts';
import type { Brain } from './brain.ts';
import type { LoadedSnapshot } from './change.ts';
import { incidentsAsBefore } from './incident-turn.ts';
import type { Outcome } from './store.ts';
import { languageOf } from './think.ts';
import type { TurnFacts } from './turn-context.ts';
import { TurnOutcome } from './turn-outcome.ts';

const open: Decision = { kind: 'step', reason: 'open' };

/**
 * What becomes of a dialog that was left alone for as long as it may be: urgent ones call for a person, others end.
 * Undefined when its time has not come. Pure.
 */
export function thinkLeftAlone({ conversation }: LoadedSnapshot, brain: Brain, facts: TurnFacts): Outcome | undefined {
  const { flow, wakeAt, owner, lastSeq } = conversation;
  if (wakeAt === undefined || wakeAt > facts.now) return undefined;
  // Somebody else took it over in the meantime: there is nothing to wake up for.
  if (flow === undefined || owner !== 'bot') {
    return { conversation: { ...conversation, wakeAt: undefined }, entries: [], tickets: [] };
  }
  const { event } = patienceWith(brain.book, flow);
  const language = languageOf(conversation);
  const turn = continueFlow(brain.book, flow, { kind: event, at: facts.now }, { language, say: brain.say });
  const trigger = {
    kind: 'event',
    name: 'simpatico.dialog',
    value: { dialog: flow.flow, reason: event },
    externalId: `left-alone:${flow.run}:${lastSeq}`,
  } as const;
  const context = {
    brain,
    language,
    matches: [],
    decision: open,
    isForeign: false,
    flow: turn,
    incident: incidentsAsBefore(conversation),
  };
  return new TurnOutcome(conversation, trigger, facts, context).build();
}

/** A conversation that goes on elsewhere: the bot says again what is open, so that the customer knows where they are. Pure. */
export function thinkResumed(snapshot: LoadedSnapshot, externalId: string, brain: Brain, facts: TurnFacts): Outcome {
  const { conversation, ticket } = snapshot;
  const language = languageOf(conversation);
  const trigger = { kind: 'event', name: 'simpatico.resumed', externalId } as const;
  const isOpen = conversation.owner === 'bot' && conversation.flow !== undefined;
  const flow = isOpen
    ? continueFlow(brain.book, conversation.flow, { kind: 'resumed', at: facts.now }, { language, say: brain.say })
    : undefined;
  const decision = isOpen ? open : againstSilence(conversation);
  const context = {
    brain,
    language,
    matches: [],
    decision,
    isForeign: false,
    incident: incidentsAsBefore(conversation),
    ...(ticket === undefined ? {} : { ticket }),
    ...(flow === undefined ? {} : { flow }),
  };
  const outcome = new TurnOutcome(conversation, trigger, facts, context).build();
  if (decision.kind !== 'resume') return outcome;
  return withLastQuestion(outcome, conversation, lastQuestion(snapshot));
}

/** Where no dialog is open: a person who holds the conversation goes on, else the bot says that the customer is back. */
function againstSilence({ owner }: Conversation): Decision {
  if (owner === 'agent') return { kind: 'relay', reason: 'agent-owns' };
  return { kind: 'resume', reason: owner === 'queue' ? 'waiting' : 'back' };
}

/** What the bot asked last with buttons, if that is still open. */
function lastQuestion({ conversation, recent }: LoadedSnapshot): Reply | undefined {
  if (conversation.pending === undefined) return undefined;
  const last = recent.findLast(({ author, content }) => author.role === 'bot' && content.kind === 'message');
  return last?.content.kind === 'message' ? last.content : undefined;
}

/** The greeting with the open question behind it. An answer that was given stands above already: only its buttons come again. */
function withLastQuestion(outcome: Outcome, { pending }: Conversation, question: Reply | undefined): Outcome {
  if (question?.choices === undefined) return outcome;
  const { choices } = question;
  const again = pending?.kind === 'clarify' ? `\n\n${question.text}` : '';
  const entries = outcome.entries.map((entry) =>
    entry.content.kind === 'message'
      ? { ...entry, content: { ...entry.content, text: `${entry.content.text}${again}`, choices } }
      : entry,
  );
  return { ...outcome, entries };
}
