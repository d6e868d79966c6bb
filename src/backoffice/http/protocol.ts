import { z } from 'zod';
import { failers, failureCodes } from '../back-office-error.ts';
import { levels } from '../operation.ts';

/** What goes with the input of every operation. */
export const callContext = z.object({
  providerId: z.string(),
  conversationId: z.string(),
  /** BCP-47 tag; texts of the answer should be in it. */
  language: z.string(),
  /** What the customer has proven. The service checked it; the provider may check again. */
  level: z.enum(levels),
  customerId: z.string().optional(),
  /** As `identity.checkCode` gave it. */
  token: z.string().optional(),
});

/** Body of a failed call. `reason` is a word a dialog can branch on, not a sentence. */
export const failureBody = z.object({
  error: z.object({
    code: z.enum(failureCodes),
    by: z.enum(failers).optional(),
    reason: z.string().max(60).optional(),
    retryAfterMs: z.number().min(0).optional(),
  }),
});

/** Answer of `POST /v1/abilities`. */
export const abilitiesBody = z.object({ operations: z.array(z.string()) });

/** Status a failure is answered with. */
export const failureStatus = {
  NOT_FOUND: 404,
  NOT_VERIFIED: 401,
  NOT_ALLOWED: 422,
  LIMIT: 429,
  CONFLICT: 409,
  UNAVAILABLE: 503,
  NOT_SUPPORTED: 501,
} as const;
