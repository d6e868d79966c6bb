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
 * and request, so that a removed agent is out at once.
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
  const attributes = `Path=/console; HttpOnly; SameSite=Strict${deps.secure ? '; Secure' : ''}`;

  async function agentOf(cookies: string | undefined): Promise<Agent> {
    const token = new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookies ?? '')?.[1];
    if (token === undefined) throw new AppError('unauthorized', 'Log in first.');
    const verified = await jwtVerify(token, key, { currentDate: new Date(deps.now()), audience: 'console' }).catch(
      () => {
        throw new AppError('unauthorized', 'The session has ended. Log in again.');
      },
    );
    const account = (await deps.accounts()).find(({ id }) => id === verified.payload.sub);
    if (account === undefined) throw new AppError('unauthorized', 'This account does not exist any more.');
    return { id: account.id, name: account.name };
  }

  return {
    async logIn(id, password, address) {
      const account = (await deps.accounts()).find((candidate) => candidate.id === id);
      const limiterKey = `${address} ${account?.id ?? ''}`;
      // Counted before the password is checked: attempts that come all at once must not slip through together.
      await failures.consume(limiterKey).catch((spent: RateLimiterRes) => {
        throw tooMany(spent);
      });
      const right = await verifyPassword(password, account?.passwordHash ?? nobodysHash);
      if (account === undefined || !right) throw new AppError('unauthorized', 'The name or the password is wrong.');
      await failures.delete(limiterKey);
      const issued = Math.floor(deps.now() / 1000);
      const token = await new SignJWT({})
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

function tooMany(spent: RateLimiterRes): AppError {
  const minutes = Math.ceil(spent.msBeforeNext / 60_000);
  return new AppError('tooManyRequests', `Too many wrong passwords. Try again in ${minutes} minutes.`);
}
