import type { z } from 'zod';

/** How surely it is known who is asking, weakest first. `order` = order number and e-mail match. */
export const levels = ['none', 'order', 'verified'] as const;

/** See {@link levels}. */
export type Level = (typeof levels)[number];

/**
 * When a call may be made again without asking anybody:
 * `safe` – it changes nothing, or twice is like once; `keyed` – only under the same idempotency key and only where the
 * back office keeps keys; `never` – each call counts (a try of a code, a message sent).
 */
export type Retry = 'safe' | 'keyed' | 'never';

/** A weaker level that is enough when the input carries what stands in for the missing check. */
export interface Waiver {
  readonly needs: Level;
  /** Input field that must be there … */
  readonly field: string;
  /** … and, where it is an object, with at least so many facts filled. Default: it is enough that it is there. */
  readonly facts?: number;
  /** Further input fields and the value each must have. */
  readonly where?: Readonly<Record<string, string>>;
}

/** One thing a back office can be asked, as data: all that the caller around every implementation has to know. */
export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** One sentence for the developer who implements it. */
  readonly summary: string;
  readonly does: 'read' | 'write';
  readonly needs: Level;
  readonly retry: Retry;
  readonly input: Input;
  readonly output: Output;
  /** Output fields that are taken out of an answer to somebody who is not `verified`. */
  readonly hidden?: readonly string[];
  readonly waiver?: Waiver;
}

/** Declares an operation without losing the types of its schemas. */
export function operation<Input extends z.ZodType, Output extends z.ZodType>(
  declared: Operation<Input, Output>,
): Operation<Input, Output> {
  return declared;
}
