import { AppError, messageOf } from '../../errors.ts';
import { BackOfficeError } from '../back-office-error.ts';
import { isOperationName, type BackOffice, type HandlerContext, type OperationName } from '../operations.ts';
import { failureOf, readAs, type Rest, type RestAnswer } from '../rest.ts';
import { z } from 'zod';
import { abilitiesBody, failureBody } from './protocol.ts';
import { sign, signatureHeader, timestampHeader } from './signature.ts';

/** Where the provider's own service is, and the secret both share. */
export interface HttpBackOfficeDeps {
  /** Without a slash at the end: `https://backoffice.example.com`. A path before `/v1` is allowed. */
  readonly url: string;
  readonly secret: string;
  readonly rest: Rest;
  readonly now: () => number;
  /** Names of operations that only this provider offers, beside those of the table. */
  readonly ownNames?: ReadonlySet<string>;
}

/**
 * A provider's own service, spoken to as `docs/backoffice.openapi.yaml` says: one POST an operation, signed. What it can
 * do is asked once, here. Throws `configInvalid` where it cannot be reached, refuses the signature, or names nothing.
 */
export async function createHttpBackOffice(deps: HttpBackOfficeDeps): Promise<BackOffice> {
  const abilities = await askAbilities(deps);
  return {
    name: 'http',
    abilities,
    keepsKeys: true,
    perform: (async (name: OperationName, input: unknown, context: HandlerContext) => {
      const { idempotencyKey, signal } = context;
      const body = {
        input,
        context: shownContext(context),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      };
      const answer = await post(deps, name, body, signal);
      if (answer.status !== 200) throw refusalIn(answer, name);
      return readAs(z.object({ output: z.unknown() }), answer.json, name).output;
    }) as BackOffice['perform'],
  };
}

async function askAbilities(deps: HttpBackOfficeDeps): Promise<ReadonlySet<string>> {
  const remedy = `Check BACKOFFICE_URL (${deps.url}) and BACKOFFICE_SECRET.`;
  let answer: RestAnswer;
  try {
    answer = await post(deps, 'abilities', {}, AbortSignal.timeout(8000));
  } catch (error) {
    throw new AppError('configInvalid', `The back office was not reached: ${messageOf(error)} ${remedy}`, {
      cause: error,
    });
  }
  const parsed = abilitiesBody.safeParse(answer.json);
  if (answer.status !== 200 || !parsed.success)
    throw new AppError('configInvalid', `The back office answered /v1/abilities with ${answer.status}. ${remedy}`);
  // Names of a later version are no reason not to start.
  return new Set(parsed.data.operations.filter((name) => isOperationName(name) || deps.ownNames?.has(name) === true));
}

function post({ url, secret, rest, now }: HttpBackOfficeDeps, name: string, content: unknown, signal: AbortSignal) {
  const body = JSON.stringify(content);
  const target = new URL(`${url}/v1/${name}`);
  const timestamp = Math.floor(now() / 1000);
  const signature = sign(secret, { timestamp, method: 'POST', path: target.pathname, body });
  const headers = {
    'content-type': 'application/json',
    [timestampHeader]: String(timestamp),
    [signatureHeader]: signature,
  };
  return rest({ method: 'POST', url: target.href, headers, body, signal });
}

const shownContext = ({ providerId, conversationId, language, grant }: HandlerContext) => ({
  providerId,
  conversationId,
  language,
  level: grant.level,
  customerId: grant.customerId,
  token: grant.token,
});

/** The failure as the service names it; where it names none, as its status says. */
function refusalIn(answer: RestAnswer, name: string): BackOfficeError {
  const parsed = failureBody.safeParse(answer.json);
  if (!parsed.success)
    return (
      failureOf(answer, name) ??
      new BackOfficeError('UNAVAILABLE', 'provider', `${name} was answered with ${answer.status}.`)
    );
  const { code, by = code === 'UNAVAILABLE' ? 'provider' : 'customer', reason, retryAfterMs } = parsed.data.error;
  return new BackOfficeError(code, by, `The back office answered ${name} with ${code}.`, {
    reason,
    retryAfterMs: retryAfterMs ?? answer.retryAfterMs,
  });
}
