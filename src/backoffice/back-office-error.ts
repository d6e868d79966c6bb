/** What went wrong, as far as a dialog has to know. */
export const failureCodes = [
  'NOT_FOUND',
  'NOT_VERIFIED',
  'NOT_ALLOWED',
  'LIMIT',
  'CONFLICT',
  'UNAVAILABLE',
  'NOT_SUPPORTED',
] as const;

/** See {@link failureCodes}. */
export type FailureCode = (typeof failureCodes)[number];

/** Who failed: the customer (wrong number), the provider's system, this service (a bug, a wrong setting), the network between. */
export const failers = ['customer', 'provider', 'us', 'network'] as const;

/** See {@link failers}. */
export type FailedBy = (typeof failers)[number];

/** Further facts of a failure. */
export interface FailureFacts {
  /** For the dialog's branches: `already-reissued`, `suspended-by-provider`, `only-connection` … never a sentence. */
  readonly reason?: string;
  /** How long the other side asks to wait before trying again, milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * A failed call. The message is for logs and developers and never contains what a customer wrote or owns;
 * customers are shown a phrase chosen by `code` and `reason`.
 */
export class BackOfficeError extends Error {
  readonly code: FailureCode;
  readonly by: FailedBy;
  readonly reason: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: FailureCode, by: FailedBy, message: string, facts: FailureFacts = {}) {
    super(message, { cause: facts.cause });
    this.name = 'BackOfficeError';
    this.code = code;
    this.by = by;
    this.reason = facts.reason;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
