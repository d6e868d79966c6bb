import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../errors.ts';
import { mostBodyBytes } from './body.ts';
import type { Grant, Tokens } from './tokens.ts';
import { mostUploadBytes } from './upload.ts';

/** Who calls: the site's own server, which may do everything, or the client of one conversation. */
export type Caller = { readonly kind: 'secret' } | ({ readonly kind: 'token' } & Grant);

/** Calls a minute. Polling once a second needs 60. */
export interface RateLimit {
  /** Default 300, of one token, or of one address where no valid token is shown. */
  readonly requestsPerMinute?: number;
  /** Default 20, of one token, on top of the former: files fill the disk. */
  readonly uploadsPerMinute?: number;
  /** Default 500 MB, of one address with whatever tokens: tokens are free. An upload of untold length counts as 10 MB. */
  readonly uploadBytesPerDay?: number;
  /** Default 20 MB, of one token: a conversation is kept, read and written as a whole. */
  readonly activityBytesPerDay?: number;
}

/** Checks who calls, how often and with how much. */
export interface Guard {
  /** Lets only those through who show the secret or a token. Throws `unauthorized`, `tokenExpired`, `tooManyRequests`. */
  readonly authorize: RequestHandler;
  /** For what needs no token. Throws `tooManyRequests`. */
  readonly limitAddress: RequestHandler;
  /** To be put after `authorize`. Throws `tooManyRequests`. */
  readonly limitUploads: RequestHandler;
  /** To be put after `authorize`. Throws `tooManyRequests`. */
  readonly limitActivities: RequestHandler;
}

/** Makes a guard. Holders of the secret are not limited: behind them are many customers. */
export function createGuard(secret: string, tokens: Tokens, rateLimit: RateLimit = {}): Guard {
  const requests = new RateLimiterMemory({ points: rateLimit.requestsPerMinute ?? 300, duration: 60 });
  const uploads = new RateLimiterMemory({ points: rateLimit.uploadsPerMinute ?? 20, duration: 60 });
  const uploadBytes = new RateLimiterMemory({
    points: rateLimit.uploadBytesPerDay ?? 500 * 1024 * 1024,
    duration: 24 * 3600,
  });
  const activityBytes = new RateLimiterMemory({
    points: rateLimit.activityBytesPerDay ?? 20 * 1024 * 1024,
    duration: 24 * 3600,
  });
  const isSecret = createComparison(secret);

  async function identify(request: Request): Promise<Caller> {
    const shown = /^Bearer +(.+?) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (shown === undefined)
      throw new AppError('unauthorized', 'The header "Authorization: Bearer <token or secret>" is missing.');
    return isSecret(shown) ? { kind: 'secret' } : { kind: 'token', ...(await tokens.verify(shown)) };
  }

  return {
    authorize: async (request, response, next) => {
      try {
        const caller = await identify(request);
        if (caller.kind === 'token') await spend(requests, `token:${caller.conversationId}`);
        response.locals['caller'] = caller;
      } catch (error) {
        // Trying secrets out costs as much as anything else.
        if (error instanceof AppError && error.code !== 'tooManyRequests') await spend(requests, addressOf(request));
        throw error;
      }
      next();
    },
    limitAddress: async (request, _response, next) => {
      await spend(requests, addressOf(request));
      next();
    },
    limitUploads: async (request, response, next) => {
      const caller = callerOf(response);
      if (caller.kind === 'token') {
        await spend(uploads, caller.conversationId);
        await spend(uploadBytes, addressOf(request), Number(request.headers['content-length'] ?? mostUploadBytes));
      }
      next();
    },
    limitActivities: async (request, response, next) => {
      const caller = callerOf(response);
      const bytes = Number(request.headers['content-length'] ?? mostBodyBytes);
      if (caller.kind === 'token') await spend(activityBytes, caller.conversationId, bytes);
      next();
    },
  };
}

/** Who `authorize` let through. */
export function callerOf(response: Response): Caller {
  return response.locals['caller'] as Caller;
}

/** Throws `forbidden` unless the caller may use a conversation. */
export function mustOwn(caller: Caller, conversationId: string): void {
  if (caller.kind === 'token' && caller.conversationId !== conversationId)
    throw new AppError('forbidden', 'The token belongs to another conversation.');
}

async function spend(limiter: RateLimiterMemory, name: string, points = 1): Promise<void> {
  try {
    await limiter.consume(name, points);
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected;
    const retryAfterS = Math.max(1, Math.ceil(rejected.msBeforeNext / 1000));
    throw new AppError('tooManyRequests', `Too many calls. Try again in ${retryAfterS} seconds.`, {
      facts: { retryAfterS },
    });
  }
}

function addressOf(request: Request): string {
  return `address:${request.ip ?? ''}`;
}

/** Comparing digests takes the same time whatever was guessed. */
function createComparison(secret: string): (shown: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return (shown) => timingSafeEqual(digest(shown), expected);
}
