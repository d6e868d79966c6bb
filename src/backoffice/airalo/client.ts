import type { z } from 'zod';
import { BackOfficeError, type FailedBy, type FailureCode } from '../back-office-error.ts';
import { failureOf, readAs, type Rest, type RestAnswer } from '../rest.ts';
import { errorAnswer, tokenAnswer } from './answers.ts';

/** Where and as whom Airalo's Partner API is used. */
export interface AiraloClientDeps {
  /** `https://partners-api.airalo.com` or the sandbox’s, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rest: Rest;
  readonly now: () => number;
}

/** One request; `form` makes it a POST. */
export interface AiraloRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: readonly (readonly [name: string, value: string])[];
  readonly language?: string;
  readonly signal: AbortSignal;
}

/** Asks Airalo and reads the answer by a schema. */
export type AiraloClient = <Schema extends z.ZodType>(
  schema: Schema,
  request: AiraloRequest,
) => Promise<z.output<Schema>>;

/** Codes of 422. https://developers.partners.airalo.com/error-handling-780831m0 */
const refusals: Readonly<Record<number, readonly [FailureCode, FailedBy, string]>> = {
  11: ['UNAVAILABLE', 'us', 'no-credit'],
  13: ['UNAVAILABLE', 'provider', 'maintenance'],
  14: ['UNAVAILABLE', 'us', 'checksum'],
  23: ['NOT_ALLOWED', 'provider', 'topup-disabled'],
  33: ['NOT_ALLOWED', 'provider', 'out-of-stock'],
  34: ['NOT_ALLOWED', 'provider', 'out-of-stock'],
  43: ['NOT_ALLOWED', 'us', 'bad-request'],
  53: ['UNAVAILABLE', 'provider', 'internal'],
  73: ['NOT_ALLOWED', 'customer', 'recycled'],
};

/**
 * A client with a token that is fetched when needed, shared, and renewed once where it is refused. Tokens are valid for
 * 24 hours and may be asked for three times a minute.
 */
export function createAiraloClient({ url, clientId, clientSecret, rest, now }: AiraloClientDeps): AiraloClient {
  let token: { value: Promise<string>; staleAt: number } | undefined;

  async function fetchToken(signal: AbortSignal): Promise<string> {
    const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
    const answer = await rest({
      method: 'POST',
      url: `${url}/v2/token`,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      signal,
    });
    if (answer.status === 401 || answer.status === 422)
      throw new BackOfficeError('UNAVAILABLE', 'us', 'Airalo refused AIRALO_CLIENT_ID and AIRALO_CLIENT_SECRET.', {
        reason: 'credentials',
      });
    const failure = failureOf(answer, 'token');
    if (failure !== undefined) throw failure;
    return readAs(tokenAnswer, answer.json, 'token').data.access_token;
  }

  function currentToken(signal: AbortSignal): Promise<string> {
    if (token !== undefined && now() < token.staleAt) return token.value;
    const value = fetchToken(signal);
    // The documented life is 24 hours, whatever `expires_in` says; an hour less is safe.
    const mine = { value, staleAt: now() + 23 * 60 * 60_000 };
    token = mine;
    value.catch(() => {
      if (token === mine) token = undefined;
    });
    return value;
  }

  async function ask({ path, query, form, language, signal }: AiraloRequest): Promise<RestAnswer> {
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    return rest({
      method: form === undefined ? 'GET' : 'POST',
      url: `${url}/v2${path}${search}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${await currentToken(signal)}`,
        ...(language === undefined ? {} : { 'accept-language': language }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined
        ? {}
        : { body: new URLSearchParams(form.map(([name, value]) => [name, value])).toString() }),
      signal,
    });
  }

  return async (schema, request) => {
    let answer = await ask(request);
    if (answer.status === 401) {
      token = undefined;
      answer = await ask(request);
    }
    const failure = refusalOf(answer, request.path);
    if (failure !== undefined) throw failure;
    return readAs(schema, answer.json, what(request.path));
  };
}

function refusalOf(answer: RestAnswer, path: string): BackOfficeError | undefined {
  const code = answer.status === 422 ? errorAnswer.safeParse(answer.json).data?.code : undefined;
  const known = code === undefined ? undefined : refusals[code];
  if (known === undefined) return failureOf(answer, what(path));
  const [failure, by, reason] = known;
  return new BackOfficeError(failure, by, `Airalo answered ${what(path)} with code ${code}.`, { reason });
}

/** The path without numbers that name a customer's eSIM: it goes into logs. */
const what = (path: string) => path.replace(/\d{5,}/g, '…');
