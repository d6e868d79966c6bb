import type { Request, RequestHandler } from 'express';
import type { ConversationKey } from '../../conversation/message.ts';
import { AppError } from '../../errors.ts';
import { toActivity } from './activity.ts';
import { tokenParameters } from './body.ts';
import { keyOf, type DirectLineDeps } from './deps.ts';
import { callerOf, type Caller } from './guard.ts';
import { originOf, streamUrl } from './links.ts';
import { tokenLifetimeS, type Grant, type Tokens } from './tokens.ts';
import { parseWatermark, toWatermark } from './watermark.ts';

/** What the calls on conversations and tokens need. */
export type ConversationCallsDeps = Pick<DirectLineDeps, 'open' | 'entriesAfter' | 'newId' | 'publicUrl'> & {
  readonly tokens: Tokens;
};

/** Handlers by call; each expects a caller that was let through. */
export interface ConversationCalls {
  readonly generate: RequestHandler;
  readonly refresh: RequestHandler;
  readonly start: RequestHandler;
  readonly reconnect: RequestHandler<{ id: string }>;
  readonly read: RequestHandler<{ id: string }>;
}

/** A token as clients are told of it. */
export interface IssuedToken {
  readonly conversationId: string;
  readonly token: string;
  /** Seconds. */
  readonly expires_in: number;
}

const pageSize = 100;

/** Makes a token. */
export async function issueToken(tokens: Tokens, grant: Grant): Promise<IssuedToken> {
  const token = await tokens.issue(grant);
  return { conversationId: grant.conversationId, token, expires_in: tokenLifetimeS };
}

/** The calls that make tokens, start and resume conversations, and read them. */
export function createConversationCalls(deps: ConversationCallsDeps): ConversationCalls {
  const { tokens, newId, open, entriesAfter } = deps;

  /** A token, and the URL of a stream that begins after `after`. */
  async function connection(request: Request, grant: Grant, after: number) {
    const { conversationId } = grant;
    const t = await tokens.issueForStream(conversationId);
    const url = streamUrl(originOf(request, deps.publicUrl), conversationId, { watermark: toWatermark(after), t });
    return { ...(await issueToken(tokens, grant)), streamUrl: url };
  }

  return {
    async generate(request, response) {
      if (callerOf(response).kind !== 'secret') throw new AppError('forbidden', 'This call needs the secret.');
      const { userId } = tokenParameters(request);
      // The prefix tells clients that nobody can pretend to be this user.
      if (userId !== undefined && !userId.startsWith('dl_'))
        throw new AppError('badRequest', 'user.id must start with "dl_".');
      response.json(await issueToken(tokens, grantOf(newId(), userId)));
    },
    async refresh(_request, response) {
      const caller = callerOf(response);
      if (caller.kind === 'secret') throw new AppError('badRequest', 'A secret does not expire; show a token.');
      response.json(await issueToken(tokens, caller));
    },
    async start(request, response) {
      const { userId, userName, locale } = tokenParameters(request);
      const grant = startGrant(callerOf(response), userId, newId);
      const id = grant.userId ?? userId ?? grant.conversationId;
      const customer = { id, ...(userName === undefined ? {} : { name: userName }) };
      const result = await open(keyOf(grant.conversationId), customer, locale);
      // From the beginning: the client has nothing yet, be it a new conversation or one that this token started before.
      response.status(result === 'created' ? 201 : 200).json(await connection(request, grant, 0));
    },
    async reconnect(request, response) {
      const { id } = request.params;
      const after = parseWatermark(request.query['watermark']) ?? (await lastSeq(entriesAfter, keyOf(id)));
      const caller = callerOf(response);
      const grant = caller.kind === 'token' ? caller : grantOf(id, undefined);
      response.json(await connection(request as Request, grant, after));
    },
    async read(request, response) {
      const { id } = request.params;
      const after = parseWatermark(request.query['watermark']) ?? 0;
      const page = await entriesAfter(keyOf(id), after, pageSize);
      const activities = page.map((entry) => toActivity(id, entry));
      response.json({ activities, watermark: toWatermark(page.at(-1)?.seq ?? after) });
    },
  };
}

/** A token starts its own conversation. The secret starts a new one, and may vouch for the user it names. */
function startGrant(caller: Caller, userId: string | undefined, newId: () => string): Grant {
  if (caller.kind === 'token') return caller;
  return grantOf(newId(), userId?.startsWith('dl_') ? userId : undefined);
}

function grantOf(conversationId: string, userId: string | undefined): Grant {
  return { conversationId, ...(userId === undefined ? {} : { userId }) };
}

async function lastSeq(entriesAfter: DirectLineDeps['entriesAfter'], key: ConversationKey): Promise<number> {
  let seq = 0;
  for (;;) {
    const last = (await entriesAfter(key, seq, 1000)).at(-1);
    if (last === undefined) return seq;
    seq = last.seq;
  }
}
