/**
 * Every failure the service reports, with the HTTP status it becomes. `docs/errors.md` explains each one,
 * and a test keeps that page and this table in step.
 */
export const errorCodes = {
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  tokenExpired: 403,
  notFound: 404,
  codeRefused: 404,
  conflict: 409,
  payloadTooLarge: 413,
  tooManyRequests: 429,
  botRejectedActivity: 502,
  configInvalid: 500,
  knowledgeInvalid: 500,
  embeddingFailed: 502,
  storageFailed: 500,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * A failure with a stable code, a message that says what was wrong and what to do, and typed facts for logs.
 * Facts never contain text written by a customer.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      facts?: Record<string, string | number | boolean>;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = options.facts ?? {};
  }

  /** HTTP status of the code. */
  get status(): number {
    return errorCodes[this.code];
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
