import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header with the seconds since 1970 at which the request was signed. */
export const timestampHeader = 'x-simpatico-timestamp';

/** Header with `v1=` and the signature in hexadecimal digits. */
export const signatureHeader = 'x-simpatico-signature';

/** How old or how far ahead a request may be, seconds. An older one is a replay. */
export const replayWindowSeconds = 300;

/** What is signed, in this order, one a line: timestamp, method, path with query, body. */
export interface SignedParts {
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** HMAC-SHA256 of the parts as `v1=<hex>`. */
export function sign(secret: string, { timestamp, method, path, body }: SignedParts): string {
  const text = [timestamp, method.toUpperCase(), path, body].join('\n');
  return `v1=${createHmac('sha256', secret).update(text).digest('hex')}`;
}

/** Whether a signature is right and inside the replay window. `now` in seconds. */
export function isSigned(secret: string, parts: SignedParts, signature: string, now: number): boolean {
  if (!(Math.abs(now - parts.timestamp) <= replayWindowSeconds)) return false;
  const [right, given] = [Buffer.from(sign(secret, parts)), Buffer.from(signature)];
  return right.length === given.length && timingSafeEqual(right, given);
}
