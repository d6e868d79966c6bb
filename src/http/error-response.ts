import type { ErrorRequestHandler } from 'express';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';

const failed = 'Something went wrong here. Try again; if it stays, look at the log of the service.';

/**
 * Turns everything thrown behind a route into `{ error: { code, message } }` with the error's facts. Failures of the service
 * itself tell their code only: their messages and facts name files and the like, which is for the log.
 */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = toAppError(error);
    const isOurs = known.status >= 500;
    if (isOurs) logger.error({ err: error, method: request.method, route: request.route as unknown }, 'request failed');
    const told = isOurs ? { message: failed } : { message: known.message, ...known.facts };
    const { retryAfterS } = known.facts;
    if (retryAfterS !== undefined) response.setHeader('Retry-After', String(retryAfterS));
    response.status(known.status).json({ error: { code: known.code, ...told } });
  };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // express marks what its body parsers refuse.
  const { status, type } = (error ?? {}) as { status?: number; type?: string };
  if (type === 'entity.too.large') return new AppError('payloadTooLarge', 'The body is too large.');
  if (status !== undefined && status >= 400 && status < 500) {
    return new AppError('badRequest', 'The request cannot be read. Send JSON with content type application/json.');
  }
  return new AppError('internal', failed, { cause: error });
}
