import { Router, json, type Request, type Response } from 'express';
import { z } from 'zod';
import type { DecisionRecord, Entry } from '../conversation/entry.ts';
import { parseKey, keyText, type ConversationKey } from '../conversation/message.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { FlowPacket, FlowPosition } from '../conversation/flow-position.ts';
import { AppError } from '../errors.ts';
import type { Ticket } from '../handoff/ticket.ts';
import { isLanguageCode, type LanguageCode } from '../language/languages.ts';
import type { Agent, Desk } from '../service/desk.ts';
import type { FeedEvent } from '../service/feed.ts';
import type { PacketWords } from '../service/packet-words.ts';
import type { Sessions } from './auth.ts';
import type { IncidentView } from './incidents-api.ts';
import { parse } from './parse-request.ts';

/** A ticket as the console lists it. */
export type ConsoleTicket = Omit<Ticket, 'key'> & { readonly key: string };

/** What of a conversation the console gets: proofs, codes and what was asked of the back office stay in the service. */
export interface ShownConversation extends Omit<Conversation, 'key' | 'proof' | 'calls' | 'flow'> {
  /** What the customer has proven: `none`, `order` or `verified`. */
  readonly level: string;
  /** True while an answer of the back office is awaited. */
  readonly isCalling: boolean;
  /** The dialog that is open. */
  readonly flow?: Pick<FlowPosition, 'flow' | 'step' | 'offered'>;
}

/** A conversation as the console shows it. */
export interface ConsoleConversation {
  readonly key: string;
  readonly conversation: ShownConversation;
  readonly ticket?: ConsoleTicket;
  readonly entries: readonly Entry[];
  /** Titles of the articles named in decisions, by id. */
  readonly titles: Readonly<Record<string, string>>;
  /** What the ticket's packet holds, in words of the language that was asked for. */
  readonly words?: PacketWords;
}

/** What the event stream of the console sends. */
export interface ConsoleEvent {
  readonly key: string;
  readonly entries: readonly Entry[];
  readonly tickets: readonly ConsoleTicket[];
}

/** An incident as the console shows it. */
export type ConsoleIncident = IncidentView;
/** A message the demo provider would send to one of its made-up customers. */
export interface ConsoleMail {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Address or number, masked. */
  readonly to: string;
  readonly kind: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** The mail of the demo provider. */
export interface DemoMails {
  newestFirst(): Promise<readonly ConsoleMail[]>;
  /** Tells of each new one; returns how to stop. */
  subscribe(listener: (mail: ConsoleMail) => void): () => void;
}

export interface ConsoleApiDeps {
  readonly desk: Desk;
  /** Absent where a real provider sends its mail itself. */
  readonly mails?: DemoMails;
  readonly sessions: Sessions;
  /** What `/incidents` answers, see `createIncidentsApi`. */
  readonly incidentsApi: Router;
  /** Hears that some incident has changed; returns how to stop. */
  readonly subscribeIncidents: (listener: () => void) => () => void;
  readonly subscribeAll: (listener: (event: FeedEvent) => void) => () => void;
  /** Title of an article in a language, for people who read the evidence. */
  readonly titleOf: (articleId: string) => string | undefined;
  /** What a dialog learned, in words of a language. */
  readonly wordsOf?: (packet: FlowPacket, language: LanguageCode) => PacketWords;
  /** Calls `tick` regularly until stopped: connections that nobody reads are found by writing to them. */
  readonly every: (ms: number, tick: () => void) => () => void;
}

const logInSchema = z.object({ id: z.string().max(100), password: z.string().max(1000) });
const replySchema = z.object({
  text: z.string().trim().min(1, 'is empty').max(10_000, 'is longer than 10 000 characters'),
  id: z.string().min(1).max(100),
});
const statusesSchema = z
  .string()
  .default('open,claimed')
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(['open', 'claimed', 'resolved', 'cancelled'])));

/**
 * The agents' interface, mounted under `/console/api`. Changes need JSON bodies, which other sites cannot send, beside the
 * session cookie, which they cannot make a browser send either.
 */
export function createConsoleApi(deps: ConsoleApiDeps): Router {
  const { desk, sessions } = deps;
  const router = Router();
  router.use(json({ limit: '100kb' }));
  router.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    // Without a body there is no type either: other sites can send that, so it is refused too.
    if (request.method === 'POST' && !request.is('application/json')) {
      throw new AppError('badRequest', 'Send the content type application/json.');
    }
    next();
  });

  router.post('/login', async (request, response) => {
    const { id, password } = parse(logInSchema, request.body);
    const { agent, cookie } = await sessions.logIn(id.trim().toLowerCase(), password, request.ip ?? '');
    response.setHeader('Set-Cookie', cookie).json(agent);
  });
  router.post('/logout', (_request, response) => {
    response.setHeader('Set-Cookie', sessions.endCookie).json({});
  });

  router.use(sessions.required);
  router.get('/me', (_request, response) => void response.json(agentOf(response)));
  router.get('/tickets', async (request, response) => {
    const tickets = await desk.tickets(parse(statusesSchema, request.query.status));
    response.json(tickets.map(toConsoleTicket));
  });
  router.get('/conversations/:key', async (request, response) => {
    const { language = 'en' } = request.query;
    const spoken = typeof language === 'string' && isLanguageCode(language) ? language : 'en';
    response.json(await readConversation(deps, keyOf(request.params.key), spoken));
  });
  router.post('/conversations/:key/claim', async (request, response) => {
    await desk.claim(keyOf(request.params.key), agentOf(response));
    response.json({});
  });
  router.post('/conversations/:key/reply', async (request, response) => {
    const { text, id } = parse(replySchema, request.body);
    await desk.reply(keyOf(request.params.key), agentOf(response), text, id);
    response.json({});
  });
  router.post('/conversations/:key/hand-back', async (request, response) => {
    await desk.handBack(keyOf(request.params.key), agentOf(response));
    response.json({});
  });
  router.post('/conversations/:key/resolve', async (request, response) => {
    await desk.resolve(keyOf(request.params.key), agentOf(response));
    response.json({});
  });
  router.use('/incidents', deps.incidentsApi);
  router.get('/mails', async (_request, response) => {
    response.json({ isDemo: deps.mails !== undefined, mails: (await deps.mails?.newestFirst()) ?? [] });
  });
  router.get('/events', (request, response) => streamEvents(deps, request, response));
  return router;
}

function agentOf(response: Response): Agent {
  return response.locals.agent as Agent;
}

function keyOf(text: string): ConversationKey {
  if (!text.includes(':')) throw new AppError('notFound', 'There is no such conversation.');
  return parseKey(text);
}

function toConsoleTicket(ticket: Ticket): ConsoleTicket {
  return { ...ticket, key: keyText(ticket.key) };
}

async function readConversation(
  { desk, titleOf, wordsOf }: ConsoleApiDeps,
  key: ConversationKey,
  language: LanguageCode,
): Promise<ConsoleConversation> {
  const { conversation, ticket, entries } = await desk.conversation(key);
  const named = entries.flatMap(({ decision }) => articlesIn(decision));
  if (ticket?.articleId !== undefined) named.push(ticket.articleId);
  const words = ticket?.packet === undefined ? undefined : wordsOf?.(ticket.packet, language);
  return {
    key: keyText(key),
    conversation: shown(conversation),
    ...(ticket === undefined ? {} : { ticket: toConsoleTicket(ticket) }),
    entries,
    titles: Object.fromEntries(named.map((id) => [id, titleOf(id) ?? id])),
    ...(words === undefined ? {} : { words }),
  };
}

function shown({ key: _key, proof, calls, flow, ...rest }: Conversation): ShownConversation {
  const level = proof?.level;
  return {
    ...rest,
    level: typeof level === 'string' ? level : 'none',
    isCalling: calls !== undefined,
    ...(flow === undefined ? {} : { flow: { flow: flow.flow, step: flow.step, offered: flow.offered } }),
  };
}

function articlesIn(decision: DecisionRecord | undefined): string[] {
  return [...(decision?.candidates ?? []), ...(decision?.questions ?? [])].map(({ articleId }) => articleId);
}

const keepAliveMs = 20_000;

/**
 * Server-sent events: what was committed, as it happens. A client that was away reads the lists anew. The stream ends with
 * the session: an account that was removed must not go on reading.
 */
function streamEvents(deps: ConsoleApiDeps, request: Request, response: Response): void {
  const { subscribeAll, subscribeIncidents, mails, every, sessions } = deps;
  // Who left while the session was checked would never be heard leaving.
  if (response.destroyed) return;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write(': connected\n\n');
  const stopFeed = subscribeAll(({ key, entries, tickets }) => {
    const event: ConsoleEvent = { key: keyText(key), entries, tickets: tickets.map(toConsoleTicket) };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  // Which one is no matter: incidents are few, and the list is read anew.
  const stopIncidents = subscribeIncidents(() => void response.write('event: incidents\ndata: {}\n\n'));
  const stopMails = mails?.subscribe((mail) => {
    response.write(`event: mail\ndata: ${JSON.stringify(mail)}\n\n`);
  });
  const stopTicks = every(keepAliveMs, () => {
    void sessions.isValid(request.headers.cookie).then((isValid) => {
      if (isValid) response.write(': alive\n\n');
      else response.end();
    });
  });
  response.on('close', () => {
    stopFeed();
    stopIncidents();
    stopMails?.();
    stopTicks();
  });
}
