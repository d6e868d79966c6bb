import { randomBytes, randomInt } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { createAiralo } from './airalo/airalo.ts';
import { createAiraloClient } from './airalo/client.ts';
import { createCaller, type Caller } from './call.ts';
import { createDemo } from './demo/demo.ts';
import { demoStateSchema } from './demo/state.ts';
import { createEsimGoClient } from './esim-go/client.ts';
import { createEsimGo } from './esim-go/esim-go.ts';
import { createFileLedger } from './file-ledger.ts';
import { createHttpBackOffice } from './http/http-back-office.ts';
import { codesSchema, createCodes, type CodeOwner } from './identity/codes.ts';
import { createMailOutbox } from './identity/mail-outbox.ts';
import { withCodes } from './identity/with-codes.ts';
import { createKeptResults, keptCallsSchema } from './kept-results.ts';
import type { Rules } from './load-rules.ts';
import { noGrant } from './grant.ts';
import type { Operation } from './operation.ts';
import type { BackOffice } from './operations.ts';
import type { Outbox } from './outbox.ts';
import { createRest } from './rest.ts';
import type { CustomerRef } from './values.ts';

/** The settings of `config.ts` that concern the back office. */
export interface BackOfficeSettings {
  readonly BACKOFFICE: 'demo' | 'http' | 'airalo' | 'esim-go';
  readonly BACKOFFICE_URL?: string;
  readonly BACKOFFICE_SECRET?: string;
  readonly AIRALO_URL: string;
  readonly AIRALO_CLIENT_ID?: string;
  readonly AIRALO_CLIENT_SECRET?: string;
  readonly ESIM_GO_URL: string;
  readonly ESIM_GO_API_KEY?: string;
  readonly ESIM_GO_PRICE_FACTOR?: number;
  readonly ESIM_GO_CURRENCY: string;
  readonly CUSTOMER_KEY?: string;
  readonly SMTP_URL?: string;
  readonly SMTP_FROM?: string;
}

/** What is needed to open a back office. */
export interface OpenDeps {
  readonly settings: BackOfficeSettings;
  readonly rules: Rules;
  /** Folder of ledgers; made where missing. */
  readonly dir: string;
  /** Secret of this server for one-time codes, at least 32 characters. */
  readonly key: string;
  /** Where the demo sends to, and anybody without SMTP_URL does not. */
  readonly demoOutbox: Outbox;
  /** Operations that only this provider offers, which a service of its own must then name as an ability. */
  readonly ownOperations?: ReadonlyMap<string, Operation>;
  readonly now: () => number;
  readonly logger: Logger;
}

/** Opens the back office of the settings, with the caller around it. Throws `configInvalid` where it cannot be reached. */
export async function openBackOffice(deps: OpenDeps): Promise<Caller> {
  const { dir, now, logger } = deps;
  const keptResults = createKeptResults({
    ledger: createFileLedger({ fs, path: join(dir, 'results.json'), schema: keptCallsSchema }),
    now,
  });
  return createCaller({
    backOffice: await made(deps),
    keptResults,
    now,
    wait,
    random: Math.random,
    logger,
    ownOperations: deps.ownOperations,
  });
}

async function made(deps: OpenDeps): Promise<BackOffice> {
  const { settings, now } = deps;
  const rest = createRest(fetch, now);
  const { CUSTOMER_KEY: customerKey } = settings;
  switch (settings.BACKOFFICE) {
    case 'demo':
      return createDemo({
        ...codeParts(deps, deps.demoOutbox),
        codesLedger: codesLedger(deps),
        ledger: demoLedger(deps),
        rules: deps.rules,
      });
    case 'http':
      return mailing(
        await createHttpBackOffice({
          url: settings.BACKOFFICE_URL ?? '',
          secret: settings.BACKOFFICE_SECRET ?? '',
          rest,
          now,
          ownNames: new Set(deps.ownOperations?.keys()),
        }),
        deps,
      );
    case 'airalo': {
      const [clientId, clientSecret] = [settings.AIRALO_CLIENT_ID ?? '', settings.AIRALO_CLIENT_SECRET ?? ''];
      const client = createAiraloClient({ url: settings.AIRALO_URL, clientId, clientSecret, rest, now });
      return mailing(createAiralo({ client, customerKey, now }), deps);
    }
    case 'esim-go': {
      const client = createEsimGoClient({ url: settings.ESIM_GO_URL, apiKey: settings.ESIM_GO_API_KEY ?? '', rest });
      const { ESIM_GO_PRICE_FACTOR: factor, ESIM_GO_CURRENCY: currency } = settings;
      const prices = factor === undefined ? undefined : { factor, currency };
      return mailing(createEsimGo({ client, customerKey, prices, now }), deps);
    }
  }
}

/** With a mail server, codes for a back office that can look up orders but sends none itself. */
function mailing(backOffice: BackOffice, deps: OpenDeps): BackOffice {
  const { SMTP_URL: url, SMTP_FROM: from } = deps.settings;
  if (url === undefined || from === undefined || !backOffice.abilities.has('order.lookup')) return backOffice;
  const find = (ref: CustomerRef) => ownerByOrder(backOffice, ref);
  return withCodes(
    backOffice,
    createCodes({ ...codeParts(deps, createMailOutbox({ url, from })), ledger: codesLedger(deps), find }),
  );
}

/** Such a back office knows a customer by order number and e-mail only; the code goes to that e-mail. */
async function ownerByOrder(
  backOffice: BackOffice,
  { email, orderNumber }: CustomerRef,
): Promise<CodeOwner | undefined> {
  if (email === undefined || orderNumber === undefined) return undefined;
  const context = {
    providerId: '',
    conversationId: '',
    language: 'en',
    grant: noGrant,
    signal: AbortSignal.timeout(8000),
  };
  const { orders } = await backOffice
    .perform('order.lookup', { orderNumber, email }, context)
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'NOT_FOUND') return { orders: [] };
      throw error;
    });
  if (orders.length === 0) return undefined;
  const lineIds = orders.flatMap(({ items }) => items.flatMap(({ lineId }) => (lineId === undefined ? [] : [lineId])));
  return { customerId: orderNumber, orderIds: orders.map(({ orderId }) => orderId), lineIds, email };
}

const codeParts = ({ key, now, logger }: OpenDeps, outbox: Outbox) => ({
  key,
  now,
  outbox,
  newCode: () => String(randomInt(1_000_000)).padStart(6, '0'),
  newToken: () => randomBytes(24).toString('base64url'),
  onUndelivered: (error: unknown) => logger.error({ err: error }, 'a message to a customer was not sent'),
});

const codesLedger = ({ dir }: OpenDeps) => createFileLedger({ fs, path: join(dir, 'codes.json'), schema: codesSchema });

const demoLedger = ({ dir }: OpenDeps) =>
  createFileLedger({ fs, path: join(dir, 'demo.json'), schema: demoStateSchema });

/** Ends early, without an error, when the signal is raised. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await after(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
