import { Router, json } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** What the widget needs to start a conversation. */
export interface WidgetToken {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in: number;
}

export interface WidgetApiDeps {
  /** A Direct Line token for a new conversation of a new, anonymous customer. */
  readonly issueToken: (user: { id: string }) => Promise<WidgetToken>;
  /** A fresh token for the conversation of an old one; throws when the old one cannot be honoured. */
  readonly resumeToken: (token: string) => Promise<WidgetToken>;
  readonly newUserId: () => string;
  /** Calls that continue conversations on other devices; absent where that is not offered. */
  readonly resumeApi?: Router;
  /** Calls that load what the widget suggests by. */
  readonly modelApi?: Router;
}

/** New conversations one address may start within an hour. */
const conversationsAnHour = 120;

/**
 * `POST /widget/token`: lets any page with the widget start a conversation, within limits, without knowing the secret. With
 * `{"token": "…"}` of an earlier conversation it goes on with that one, if the token is genuine and not too old.
 */
export function createWidgetApi(deps: WidgetApiDeps): Router {
  const router = Router();
  const limiter = new RateLimiterMemory({ points: conversationsAnHour, duration: 3600 });
  router.use((request, response, next) => {
    // The widget lives on the pages of other sites.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    response.setHeader('Cache-Control', 'no-store');
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  });
  router.post('/token', json({ limit: '4kb' }), async (request, response) => {
    await limiter.consume(request.ip ?? '').catch(({ msBeforeNext }: RateLimiterRes) => {
      throw new AppError(
        'tooManyRequests',
        'Too many conversations were started from this address. Try again in an hour.',
        { facts: { retryAfterS: Math.max(1, Math.ceil(msBeforeNext / 1000)) } },
      );
    });
    response.json((await resumed(deps, request.body)) ?? (await deps.issueToken({ id: deps.newUserId() })));
  });
  if (deps.resumeApi !== undefined) router.use(deps.resumeApi);
  if (deps.modelApi !== undefined) router.use(deps.modelApi);
  return router;
}

const resumeSchema = z.object({ token: z.string().max(2000) });

/** An old token that cannot be honoured is no error: the customer gets a new conversation. */
async function resumed({ resumeToken }: WidgetApiDeps, body: unknown): Promise<WidgetToken | undefined> {
  const asked = resumeSchema.safeParse(body);
  return asked.success ? resumeToken(asked.data.token).catch(() => undefined) : undefined;
}
