import type { Conversation, PendingCall } from '../conversation/conversation.ts';
import type { Incident, IncidentService, ToldIncident, Trouble } from '../conversation/incident.ts';
import type { Reply } from '../conversation/reply.ts';
import type { Decision } from '../dialog/decision.ts';
import { fitOf, type Fit, type Whereabouts } from '../dialog/incident-fit.ts';
import { incidentNotice } from '../dialog/incident-words.ts';
import type { FlowTurn } from '../dialog/run-flow.ts';
import type { LanguageCode } from '../language/languages.ts';
import type { Brain } from './brain.ts';

/** What declared incidents add to a turn. */
export interface IncidentTurn {
  /** Said before everything else. */
  readonly notices: readonly Reply[];
  /** What the conversation has been told of, after the turn. */
  readonly incidents: readonly ToldIncident[];
  readonly trouble?: Trouble;
}

/** What a turn leaves as it was that is about no message and no outage. */
export function incidentsAsBefore({ incidents = [], trouble }: Conversation): IncidentTurn {
  return { notices: [], incidents, trouble };
}

/** What is known in a turn that incidents may concern. */
export interface IncidentContext {
  readonly before: Conversation;
  readonly decision: Decision;
  readonly flow?: FlowTurn;
  /** What was written, folded; absent for a pressed button, which repeats the bot's words, and where nothing was said. */
  readonly folded?: string;
  /** Language the customer writes in. */
  readonly heard?: string;
  readonly brain: Brain;
  readonly language: LanguageCode;
  readonly now: number;
  /** Incidents that are open. */
  readonly open: readonly Incident[];
}

/** Notices one turn begins with. */
const mostNotices = 2;
/** After so long a customer who asks again is told again. */
const retoldAfterMs = 10 * 60_000;

/** Which notices come before the answer to a message, and what is kept of them. Pure. */
export function incidentTurnOf(context: IncidentContext): IncidentTurn {
  const { before, brain, now, open } = context;
  const intent = intentOf(context);
  const known = whereaboutsIn(context, intent);
  const fit = (incident: Incident, services?: readonly IncidentService[]) =>
    fitOf(incident, known, brain.book.atlas, services);
  const chosen =
    intent === undefined
      ? []
      : nextToTell(
          open.map((incident) => ({ incident, fit: fit(incident, brain.book.incidents.intents[intent]) })),
          before,
          now,
        );
  const told = chosen.map(({ incident, fit: found }) => ({ id: incident.id, sure: found === 'sure', at: now }));
  // Who turns out to be elsewhere is not told the end of what does not concern them.
  const kept = (before.incidents ?? []).filter(({ id }) => {
    const incident = open.find((one) => one.id === id);
    return told.every((one) => one.id !== id) && (incident === undefined || fit(incident) !== 'no');
  });
  return {
    notices: chosen.map(({ incident, fit: found }) => noticeOf(incident, found === 'sure', context)),
    incidents: [...kept, ...told],
    ...troubleOf(context, intent, known),
  };
}

/** What is kept after the back office has answered: whoever asked a dialog to write when it is over will be told. */
export function incidentsAfterCall(context: IncidentContext, call: PendingCall, isDone: boolean): IncidentTurn {
  const turn = incidentTurnOf(context);
  const id = call.operation === 'outage.subscribe' && isDone ? call.input['outageId'] : undefined;
  if (typeof id !== 'string' || !isIncidentId(id)) return turn;
  const others = turn.incidents.filter((one) => one.id !== id);
  return { ...turn, incidents: [...others, { id, sure: true, at: context.now }] };
}

const idStart = 'INC-';

/** An id of a new incident from random letters and digits. */
export function incidentId(random: string): string {
  return `${idStart}${random}`;
}

/** Whether the id of an outage is that of a declared incident and not the back office's own. */
export function isIncidentId(id: string): boolean {
  return id.startsWith(idStart);
}

/** The question about an outage that a message asks, as the id of its article. */
function intentOf({ decision, flow, brain }: IncidentContext): string | undefined {
  const { intents } = brain.book.incidents;
  const ofDialog = (dialog: string) => Object.keys(intents).find((id) => brain.article(id)?.dialog === dialog);
  const listed = (id: string | undefined) => (id !== undefined && intents[id] !== undefined ? id : undefined);
  switch (decision.kind) {
    case 'answer':
      return listed(decision.articleId) ?? listed(decision.answersFirst);
    case 'step':
      if (decision.reason === 'sure') {
        return listed(decision.articleId) ?? ofDialog(decision.flow) ?? listed(decision.answersFirst);
      }
      if (decision.reason === 'chosen') return ofDialog(decision.flow);
      // A different question in the middle of a dialog.
      return flow?.effects
        .map((effect) => (effect.kind === 'answer' ? listed(effect.articleId) : undefined))
        .find(Boolean);
    case 'clarify':
      return decision.articleIds.every((id) => listed(id) !== undefined) ? decision.articleIds[0] : undefined;
    case 'handoff':
      return decision.reason === 'escalation-rule' ? listed(decision.articleId) : undefined;
    case 'relay':
    case 'wait':
    case 'safety':
    case 'resume':
    case 'social':
    case 'fallback':
      return undefined;
  }
}

/** Where the customer is: what was just said first, then what the dialog and the conversation know. */
function whereaboutsIn(context: IncidentContext, intent: string | undefined): Whereabouts {
  const { before, flow, folded, brain } = context;
  const trouble = freshTrouble(context);
  const { findPlace, findNetwork } = brain.book.atlas;
  const said = intent === undefined || folded === undefined ? undefined : findPlace(folded);
  const slots = { ...before.slots, ...flow?.learned, ...flow?.position?.slots };
  const place = [said, slots['place'], trouble?.place].find(isKnown);
  const network = [
    folded === undefined ? undefined : findNetwork(folded),
    slots['networkName'],
    registeredNetwork(flow),
    trouble?.network,
  ].find(isKnown);
  return { ...(place === undefined ? {} : { place }), ...(network === undefined ? {} : { network }) };
}

function isKnown(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value !== 'unknown';
}

/** The network the line was last seen in, as far as the back office told. */
function registeredNetwork(flow: FlowTurn | undefined): string | undefined {
  const line = flow?.position?.results['line'] as { lastRegistration?: { network?: unknown } } | undefined;
  const network = line?.lastRegistration?.network;
  return typeof network === 'string' ? network : undefined;
}

interface Candidate {
  readonly incident: Incident;
  readonly fit: Fit;
}

/** What the customer does not know yet. Where some incident is surely theirs, those that may be are no news. */
function nextToTell(candidates: readonly Candidate[], before: Conversation, now: number): readonly Candidate[] {
  const wanted = candidates.some(({ fit }) => fit === 'sure') ? 'sure' : 'maybe';
  return candidates
    .filter(({ incident, fit }) => {
      const told = before.incidents?.find(({ id }) => id === incident.id);
      const isNews = told === undefined || told.at <= now - retoldAfterMs || (fit === 'sure' && !told.sure);
      return fit === wanted && isNews;
    })
    .slice(0, mostNotices);
}

function noticeOf(incident: Incident, isSure: boolean, { brain, language, now, heard }: IncidentContext): Reply {
  const { timeZone } = brain.book;
  const text = incidentNotice(incident, isSure, { say: brain.say, language, timeZone, now, heard });
  return { text, format: 'markdown', language };
}

/** Trouble that has not passed long ago. */
function freshTrouble({ before, brain, now }: IncidentContext): Trouble | undefined {
  const { trouble } = before;
  return trouble !== undefined && trouble.at > now - brain.book.incidents.proposal.minutes * 60_000
    ? trouble
    : undefined;
}

/** The trouble of a conversation, with what has become known of its place since it was told. */
function troubleOf(context: IncidentContext, intent: string | undefined, known: Whereabouts): { trouble?: Trouble } {
  const { brain, now } = context;
  const fresh = freshTrouble(context);
  const isNews = intent !== undefined && brain.book.incidents.proposal.intents.includes(intent);
  if (!isNews && fresh === undefined) return {};
  return { trouble: { at: fresh?.at ?? now, ...known } };
}
