import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Router } from 'express';
import type { ConversationKey } from '../../conversation/message.ts';
import { AppError } from '../../errors.ts';
import type { Channel } from '../channel.ts';
import { createActivityCalls } from './activity-calls.ts';
import { createConversationCalls, issueToken, type IssuedToken } from './conversation-calls.ts';
import { keyOf, type DirectLineDeps } from './deps.ts';
import { createGuard } from './guard.ts';
import { createRoutes } from './routes.ts';
import { createStreams } from './stream.ts';
import { createTokens } from './tokens.ts';
import { createUploadFolder } from './upload-folder.ts';

/** The Direct Line channel. Its clients read the transcript themselves, so there is no `send`. */
export interface DirectLine extends Channel {
  readonly router: Router;
  start(): Promise<void>;
  /** Closes all streams; their clients come back on their own. */
  stop(): Promise<void>;
  /** For the HTTP server's event `upgrade`: false when the request is for somebody else, who then must end it. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Deletes uploaded files after 24 hours. To be called now and then. */
  sweepUploads(): Promise<void>;
  /**
   * A token for a new conversation that is not started yet, or for the one that is named, for a public call that limits how often it is used:
   * whoever has the token speaks as the user, whose id should start with `dl_`.
   */
  issueToken(user?: { readonly id: string }, conversationId?: string): Promise<IssuedToken>;
  /** The conversation of a token. Throws `unauthorized` or `tokenExpired`. */
  conversationOf(token: string): Promise<ConversationKey>;
  /**
   * A fresh token for the conversation of one that expired within the last seven days: a phone that slept goes on where it
   * was. The protocol's own refresh does not do this. Throws `unauthorized` or `tokenExpired`.
   */
  resumeToken(token: string): Promise<IssuedToken>;
}

const resumeGraceS = 7 * 24 * 3600;
const leastSecretCharacters = 16;

/** A Direct Line 3.0 server. Throws `configInvalid` for a secret that is too short to protect anything. */
export function createDirectLine(deps: DirectLineDeps): DirectLine {
  const { secret, now, newId } = deps;
  if (secret.length < leastSecretCharacters)
    throw new AppError('configInvalid', `The Direct Line secret needs ${leastSecretCharacters} characters or more.`);
  const tokens = createTokens(secret, now);
  const folder = createUploadFolder(deps.uploadDir, now, newId);
  const streams = createStreams({ ...deps, tokens, every: deps.every ?? every });
  const router = createRoutes({
    ...deps,
    guard: createGuard(secret, tokens, deps.rateLimit),
    conversations: createConversationCalls({ ...deps, tokens }),
    activities: createActivityCalls({ ...deps, folder }),
  });
  return {
    name: 'directline',
    router,
    start: async () => streams.start(),
    stop: async () => streams.stop(),
    handleUpgrade: (request, socket, head) => streams.handleUpgrade(request, socket, head),
    sweepUploads: () => folder.sweep(),
    resumeToken: async (token) => issueToken(tokens, await tokens.verifyExpired(token, resumeGraceS)),
    conversationOf: async (token) => keyOf((await tokens.verify(token)).conversationId),
    issueToken: (user, conversationId = newId()) =>
      issueToken(tokens, { conversationId, ...(user === undefined ? {} : { userId: user.id }) }),
  };
}

function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}
