import { z } from 'zod';
import { BackOfficeError } from './back-office-error.ts';

/** One request to a provider's interface. */
export interface RestRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** What came back; `json` is undefined where the body is empty or not JSON. */
export interface RestAnswer {
  readonly status: number;
  readonly json: unknown;
  /** From `Retry-After`, milliseconds. */
  readonly retryAfterMs?: number;
}

/** Sends requests; the one place that uses `fetch`. */
export type Rest = (request: RestRequest) => Promise<RestAnswer>;

/** No answer of these interfaces is near this; a larger one is a fault. */
const maxBytes = 4_000_000;

/** Makes a sender. Throws `BackOfficeError` UNAVAILABLE by `network` where nothing came back; statuses are not judged. */
export function createRest(fetchIt: typeof fetch, now: () => number): Rest {
  return async ({ method, url, headers, body, signal }) => {
    try {
      // Redirects are not followed: signature and key would go where nobody meant them to.
      const response = await fetchIt(url, { method, headers, body, signal, redirect: 'manual' });
      const text = await readText(response);
      const wait = retryAfter(response.headers.get('retry-after'), now());
      return { status: response.status, json: parse(text), ...(wait === undefined ? {} : { retryAfterMs: wait }) };
    } catch (error) {
      if (error instanceof BackOfficeError) throw error;
      throw new BackOfficeError('UNAVAILABLE', 'network', 'The provider’s interface could not be reached.', {
        cause: error,
      });
    }
  };
}

/** Reads an answer by a schema; a 2xx that is not of the schema is the provider's failure, not a crash of ours. */
export function readAs<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new BackOfficeError(
    'UNAVAILABLE',
    'provider',
    `${what} was answered in another form (at ${faults || 'its top'}).`,
    {
      reason: 'bad-answer',
    },
  );
}

/** What a status means where an interface says nothing more exact. Undefined for 2xx. */
export function failureOf({ status, retryAfterMs }: RestAnswer, what: string): BackOfficeError | undefined {
  if (status >= 200 && status < 300) return undefined;
  const facts = { reason: `http-${status}`, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const failed = (code: BackOfficeError['code'], by: BackOfficeError['by']) =>
    new BackOfficeError(code, by, `${what} was answered with ${status}.`, facts);
  // Our key or our rights: the customer can do nothing, and asking again does not help.
  if (status === 401 || status === 403) return failed('UNAVAILABLE', 'us');
  if (status === 404) return failed('NOT_FOUND', 'customer');
  if (status === 409) return failed('CONFLICT', 'provider');
  if (status === 429) return failed('LIMIT', 'provider');
  if (status >= 500) return failed('UNAVAILABLE', 'provider');
  return failed('NOT_ALLOWED', status === 422 ? 'provider' : 'us');
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  const reader = response.body?.getReader();
  let size = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    size += part.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new BackOfficeError('UNAVAILABLE', 'provider', 'The answer is too large.', { reason: 'bad-answer' });
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date, as HTTP allows both. */
function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
