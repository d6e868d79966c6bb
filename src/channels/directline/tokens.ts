import { errors, jwtVerify, SignJWT } from 'jose';
import { AppError } from '../../errors.ts';

/** What a token allows: one conversation, for one user if it names one. */
export interface Grant {
  readonly conversationId: string;
  /** Customer's id, which then overrides the one the client tells. */
  readonly userId?: string;
}

/** Seconds a token is valid. */
export const tokenLifetimeS = 1800;

/** Seconds within which a stream must be connected. */
const streamTokenLifetimeS = 60;

/** Makes and checks tokens. `verify` throws `unauthorized` for what was not made here, `tokenExpired` for what is too old. */
export interface Tokens {
  issue(grant: Grant): Promise<string>;
  verify(token: string): Promise<Grant>;
  /** Like `verify`, and lets a token pass that expired no more than `graceS` seconds ago. */
  verifyExpired(token: string, graceS: number): Promise<Grant>;
  /** A token that opens the stream of one conversation and nothing else. */
  issueForStream(conversationId: string): Promise<string>;
  /** The conversation of a stream token. */
  verifyForStream(token: string): Promise<string>;
}

// A token for one purpose is no token for the other: a stream URL ends up in logs of proxies.
type Audience = 'directline' | 'directline-stream';

/** JWTs signed with HS256. The claim `user` is read by clients, `conv` only here. */
export function createTokens(secret: string, now: () => number): Tokens {
  const key = new TextEncoder().encode(secret);

  function sign({ conversationId, userId }: Grant, audience: Audience, lifetimeS: number): Promise<string> {
    const issuedAt = Math.floor(now() / 1000);
    return new SignJWT({ conv: conversationId, ...(userId === undefined ? {} : { user: userId }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeS)
      .sign(key);
  }

  async function check(token: string, audience: Audience, graceS = 0): Promise<Grant> {
    const { conv, user } = await payloadOf(token, audience, graceS);
    if (typeof conv !== 'string') throw invalid();
    return { conversationId: conv, ...(typeof user === 'string' ? { userId: user } : {}) };
  }

  async function payloadOf(
    token: string,
    audience: Audience,
    graceS: number,
  ): Promise<Readonly<Record<string, unknown>>> {
    try {
      const options = {
        algorithms: ['HS256'],
        audience,
        currentDate: new Date(now()),
        requiredClaims: ['exp'],
        clockTolerance: graceS,
      };
      return (await jwtVerify(token, key, options)).payload;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new AppError('tokenExpired', 'The token has expired.', { cause });
      throw invalid(cause);
    }
  }

  return {
    issue: (grant) => sign(grant, 'directline', tokenLifetimeS),
    verify: (token) => check(token, 'directline'),
    verifyExpired: (token, graceS) => check(token, 'directline', graceS),
    issueForStream: (conversationId) => sign({ conversationId }, 'directline-stream', streamTokenLifetimeS),
    verifyForStream: async (token) => (await check(token, 'directline-stream')).conversationId,
  };
}

function invalid(cause?: unknown): AppError {
  return new AppError('unauthorized', 'The token or secret is not valid.', { cause });
}
