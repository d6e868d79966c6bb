import type { ErrorRequestHandler } from 'express';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** Turns everything thrown behind a route into `{ error: { code, message } }`; unknown failures tell nothing of their inside. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = toAppError(error);
    if (known.status >= 500) {
      logger.error({ err: error, method: request.method, route: request.route as unknown }, 'request failed');
    }
    response.status(known.status).json({ error: { code: known.code, message: known.message, ...known.facts } });
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
  return new AppError('internal', 'Something went wrong here. Try again; if it stays, look at the log of the service.');
}
