import { Router, json } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Conversation } from '../conversation/conversation.ts';
import type { ConversationKey } from '../conversation/message.ts';
import { AppError } from '../errors.ts';
import type { Redeemed, Resume } from '../service/resume.ts';
import type { WidgetToken } from './widget-api.ts';

export interface ResumeApiDeps {
  readonly resume: Pick<Resume, 'offer' | 'redeemCode' | 'redeemLink'>;
  /** Reads a code as it was typed; undefined for what cannot be one. */
  readonly readCode: (text: string) => string | undefined;
  /** The conversation that a token opens. Throws `unauthorized` or `tokenExpired`. */
  readonly conversationOf: (token: string) => Promise<ConversationKey>;
  /** A token for a conversation that exists. */
  readonly tokenFor: (conversation: Conversation) => Promise<WidgetToken>;
  readonly newId: () => string;
}

/** Offers one conversation may make within an hour. */
const offersAnHour = 30;

const offerSchema = z.object({ token: z.string().max(2000) });
const redeemSchema = z
  .object({ code: z.string().max(40), link: z.string().max(2000), id: z.string().min(8).max(100) })
  .partial()
  .refine(({ code, link }) => (code === undefined) !== (link === undefined), 'needs either `code` or `link`');

/**
 * `POST /offer`: a code and a link for the conversation of a token. `POST /resume`: a token for the conversation of a code or
 * link; with the same `id` the call may be repeated. To be mounted beside the widget's other calls.
 */
export function createResumeApi(deps: ResumeApiDeps): Router {
  const { resume } = deps;
  const router = Router();
  const limiter = new RateLimiterMemory({ points: offersAnHour, duration: 3600 });
  router.post('/offer', json({ limit: '4kb' }), async (request, response) => {
    const { token } = parse(offerSchema, request.body);
    const key = await deps.conversationOf(token);
    await limiter.consume(key.id).catch(({ msBeforeNext }: RateLimiterRes) => {
      throw tooMany('Too many codes were asked for.', msBeforeNext);
    });
    response.json(await resume.offer(key));
  });
  router.post('/resume', json({ limit: '4kb' }), async (request, response) => {
    const { code, link, id = deps.newId() } = parse(redeemSchema, request.body);
    const by = { id: `http:${id}`, counted: [`client:${request.ip ?? ''}`] };
    const redeemed =
      link === undefined
        ? await resume.redeemCode(deps.readCode(code ?? '') ?? '', by)
        : await resume.redeemLink(link, by);
    response.json(await deps.tokenFor(conversationFrom(redeemed)));
  });
  return router;
}

function conversationFrom(redeemed: Redeemed): Conversation {
  switch (redeemed.kind) {
    case 'continued':
      return redeemed.conversation;
    case 'limited':
      throw tooMany('Too many codes were tried that do not work.', redeemed.retryAfterMs);
    case 'same':
    case 'refused':
      // The same for all: whoever guesses must not learn which codes there are or were.
      throw new AppError(
        'codeRefused',
        'This code or link does not work: it is wrong, was used or replaced, or is older than 24 hours. Ask for a new one.',
      );
  }
}

function tooMany(text: string, waitMs: number): AppError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError('tooManyRequests', `${text} Try again in ${retryAfterS} seconds.`, { facts: { retryAfterS } });
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AppError('badRequest', `${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'is not valid'}`);
}
