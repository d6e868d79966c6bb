import type { ErrorRequestHandler } from 'express';
import { AppError, messageOf, type ErrorCode } from '../../errors.ts';
import type { Logger } from '../../log.ts';

/** The words Direct Line clients know failures by; they are stable, messages are not. */
const wireCodes: Readonly<Record<ErrorCode, string>> = {
  badRequest: 'BadArgument',
  unauthorized: 'Unauthorized',
  forbidden: 'Forbidden',
  tokenExpired: 'TokenExpired',
  notFound: 'NotFound',
  codeRefused: 'NotFound',
  conflict: 'Conflict',
  payloadTooLarge: 'MessageSizeTooBig',
  tooManyRequests: 'TooManyRequests',
  botRejectedActivity: 'BotRejectedActivity',
  configInvalid: 'ServiceError',
  knowledgeInvalid: 'ServiceError',
  embeddingFailed: 'ServiceError',
  storageFailed: 'ServiceError',
  internal: 'ServiceError',
};

/** What a failed call answers. */
export interface WireError {
  readonly status: number;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };
}

/** A 400 for something the client left out, with the code `MissingProperty`. */
export function missingProperty(name: string): AppError {
  return new AppError('badRequest', `The property ${name} is missing.`, { facts: { wireCode: 'MissingProperty' } });
}

/** Status and body for anything that was thrown. Failures of the service itself tell nothing about its inside. */
export function toWireError(error: unknown): WireError {
  const known = toAppError(error);
  const { wireCode } = known.facts;
  const code = typeof wireCode === 'string' ? wireCode : wireCodes[known.code];
  const message = code === 'ServiceError' ? 'The service failed. Try again later.' : known.message;
  return { status: known.status, body: { error: { code, message } } };
}

/** Answers whatever a route threw, and logs what is the service's fault. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const isGone = request.destroyed && !request.complete;
    if (isGone || response.headersSent) {
      // Half an answer cannot be taken back, and nobody hears one who went away in the middle of a call.
      logger.debug({ error: messageOf(error) }, 'a call was cut off');
      response.destroy();
      return;
    }
    const { status, body } = toWireError(error);
    if (status >= 500)
      logger.error({ ...reasonOf(error), method: request.method, status }, 'a Direct Line call failed');
    // What is left of a refused body is read and dropped, so that the client can read why.
    request.unpipe();
    request.resume();
    const retryAfterS = error instanceof AppError ? error.facts['retryAfterS'] : undefined;
    if (retryAfterS !== undefined) response.set('Retry-After', String(retryAfterS));
    response.status(status).json(body);
  };
}

function reasonOf(error: unknown): { readonly error: string; readonly cause?: string } {
  const cause = error instanceof Error ? error.cause : undefined;
  return { error: messageOf(error), ...(cause === undefined ? {} : { cause: messageOf(cause) }) };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // Express and its body parser mark what the client did wrong with a status.
  const status = (error as { status?: unknown } | undefined)?.status;
  if (status === 413) return new AppError('payloadTooLarge', 'The body is too large.', { cause: error });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError('badRequest', 'The request could not be read.', { cause: error });
  return new AppError('internal', 'The service failed.', { cause: error });
}
