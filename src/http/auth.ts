import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { jwtVerify, SignJWT } from 'jose';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors.ts';
import type { Agent } from '../service/desk.ts';
import type { AgentAccount } from './agents-file.ts';
import { verifyPassword } from './passwords.ts';

/** Sessions of agents. */
export interface Sessions {
  /** Checks name and password and gives a session cookie. Throws `unauthorized`, or `tooManyRequests` after ten failures. */
  logIn(id: string, password: string, address: string): Promise<{ agent: Agent; cookie: string }>;
  /** Lets requests with a valid session pass and puts the agent into `response.locals.agent`. */
  readonly required: RequestHandler;
  /** Whether the `Cookie` header of a request still holds a valid session: what stays open must ask again. */
  isValid(cookies: string | undefined): Promise<boolean>;
  /** The cookie that ends a session. */
  readonly endCookie: string;
}

const cookieName = 'simpatico_session';
const sessionSeconds = 12 * 3600;
/** Checked when the name is unknown, so that the answer takes as long as for a wrong password. */
const nobodysHash = `scrypt$65536$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * Makes sessions: a signed cookie that scripts cannot read and other sites cannot send. `accounts` is asked at every log-in
 * and request, so that a removed agent is out at once, and so are the sessions of a password that was replaced.
 */
export function createSessions(deps: {
  readonly secret: string;
  readonly accounts: () => Promise<readonly AgentAccount[]>;
  readonly now: () => number;
  /** True when browsers reach the service by https. */
  readonly secure: boolean;
}): Sessions {
  const key = new TextEncoder().encode(deps.secret);
  const failures = new RateLimiterMemory({ points: 10, duration: 15 * 60 });
  // Names that do not exist are counted like those that do: who is refused must not learn which are which.
  const failuresOfAddress = new RateLimiterMemory({ points: 50, duration: 15 * 60 });
  const attributes = `Path=/console; HttpOnly; SameSite=Strict${deps.secure ? '; Secure' : ''}`;

  async function agentOf(cookies: string | undefined): Promise<Agent> {
    const token = new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookies ?? '')?.[1];
    if (token === undefined) throw new AppError('unauthorized', 'Log in first.');
    const options = { algorithms: ['HS256'], currentDate: new Date(deps.now()), audience: 'console' };
    const { payload } = await jwtVerify(token, key, options).catch(() => {
      throw ended();
    });
    const account = (await deps.accounts()).find(({ id }) => id === payload.sub);
    if (account === undefined) throw new AppError('unauthorized', 'This account does not exist any more.');
    if (payload['pw'] !== markOf(account)) throw ended();
    return { id: account.id, name: account.name };
  }

  return {
    async logIn(id, password, address) {
      const account = (await deps.accounts()).find((candidate) => candidate.id === id);
      const limiterKey = `${address} ${id}`;
      // Counted before the password is checked: attempts that come all at once must not slip through together.
      await consume(failuresOfAddress, address);
      await consume(failures, limiterKey);
      const right = await verifyPassword(password, account?.passwordHash ?? nobodysHash);
      if (account === undefined || !right) throw new AppError('unauthorized', 'The name or the password is wrong.');
      await failures.delete(limiterKey);
      await failuresOfAddress.reward(address);
      const issued = Math.floor(deps.now() / 1000);
      const token = await new SignJWT({ pw: markOf(account) })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(account.id)
        .setAudience('console')
        .setIssuedAt(issued)
        .setExpirationTime(issued + sessionSeconds)
        .sign(key);
      return {
        agent: { id: account.id, name: account.name },
        cookie: `${cookieName}=${token}; Max-Age=${sessionSeconds}; ${attributes}`,
      };
    },
    required: async (request, response, next) => {
      response.locals.agent = await agentOf(request.headers.cookie);
      next();
    },
    isValid: (cookies) =>
      agentOf(cookies).then(
        () => true,
        () => false,
      ),
    endCookie: `${cookieName}=; Max-Age=0; ${attributes}`,
  };
}

/** Changes with the password; the hash itself stays in its file. */
function markOf({ passwordHash }: AgentAccount): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);
}

function ended(): AppError {
  return new AppError('unauthorized', 'The session has ended. Log in again.');
}

async function consume(limiter: RateLimiterMemory, name: string): Promise<void> {
  await limiter.consume(name).catch((spent: RateLimiterRes) => {
    throw tooMany(spent);
  });
}

function tooMany({ msBeforeNext }: RateLimiterRes): AppError {
  const minutes = Math.ceil(msBeforeNext / 60_000);
  return new AppError('tooManyRequests', `Too many wrong passwords. Try again in ${minutes} minutes.`, {
    facts: { retryAfterS: Math.max(1, Math.ceil(msBeforeNext / 1000)) },
  });
}
