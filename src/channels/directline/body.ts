import { text, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { localeOf, parseJson } from './incoming.ts';

/** Bytes of a JSON body: 256 K characters of three bytes, and some room to say what is wrong with more. */
export const mostBodyBytes = 1024 * 1024;

/** Reads the body as text, whatever type the client says it has. */
export const readBody: RequestHandler = text({ type: () => true, limit: mostBodyBytes });

/** The text that `readBody` left; empty when the request had none. */
export function bodyText(request: Request): string {
  return typeof request.body === 'string' ? request.body : '';
}

/** What a client may say when it asks for a token or starts a conversation. */
export interface TokenParameters {
  readonly userId?: string;
  readonly userName?: string;
  readonly locale?: string;
}

const word = (characters: number) => z.string().max(characters).nullish();

const schema = z
  .looseObject({ user: z.looseObject({ id: word(256), name: word(100) }).nullish(), locale: z.unknown().optional() })
  .nullish();

/** Reads TokenParameters; without a body there are none. Throws `badRequest`. `trustedOrigins` is accepted and unused. */
export function tokenParameters(request: Request): TokenParameters {
  const body = bodyText(request).trim();
  const result = schema.safeParse(body === '' ? undefined : parseJson(body));
  if (!result.success) throw new AppError('badRequest', `The body is not valid. ${z.prettifyError(result.error)}`);
  const { user, locale } = result.data ?? {};
  return {
    ...(user?.id ? { userId: user.id } : {}),
    ...(user?.name ? { userName: user.name } : {}),
    ...localeOf(locale),
  };
}
