import type { z } from 'zod';
import { BackOfficeError } from '../back-office-error.ts';
import { failureOf, readAs, type Rest } from '../rest.ts';

/** Where and with which key eSIM Go's API is used. */
export interface EsimGoClientDeps {
  /** `https://api.esim-go.com/v2.4`, without a slash at the end. */
  readonly url: string;
  readonly apiKey: string;
  readonly rest: Rest;
}

/** One request; `body` makes it a POST. */
export interface EsimGoRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** Asks eSIM Go and reads the answer by a schema. */
export type EsimGoClient = <Schema extends z.ZodType>(
  schema: Schema,
  request: EsimGoRequest,
) => Promise<z.output<Schema>>;

/** A client that sends the key with each request, as `X-API-Key`. No limits are published; 429 and 503 carry Retry-After. */
export function createEsimGoClient({ url, apiKey, rest }: EsimGoClientDeps): EsimGoClient {
  return async (schema, { path, query, body, signal }) => {
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const answer = await rest({
      method: body === undefined ? 'GET' : 'POST',
      url: `${url}${path}${search}`,
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': apiKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
    const what = path.replace(/\d{5,}/g, '…');
    // 400 is also what an eSIM that is not there, or not ours, is answered with.
    if (answer.status === 400)
      throw new BackOfficeError('NOT_ALLOWED', 'customer', `eSIM Go refused ${what}.`, { reason: 'bad-request' });
    const failure = failureOf(answer, what);
    if (failure !== undefined) throw failure;
    return readAs(schema, answer.json, what);
  };
}
