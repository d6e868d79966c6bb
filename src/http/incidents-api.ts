import { createHash, timingSafeEqual } from 'node:crypto';
import { json, Router, type RequestHandler, type Response } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Incident } from '../conversation/incident.ts';
import { AppError } from '../errors.ts';
import type { Agent } from '../service/desk.ts';
import type { Incidents } from '../service/incidents.ts';
import type { Sessions } from './auth.ts';
import { changesSchema, draftSchema, statesSchema } from './incident-form.ts';
import { parse } from './parse-request.ts';

/** An incident as the interface gives it: times are ISO 8601. */
export interface IncidentView extends Omit<
  Incident,
  'version' | 'since' | 'expectedEnd' | 'reports' | 'createdAt' | 'updatedAt' | 'endedAt'
> {
  readonly since: string;
  readonly expectedEnd?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly endedAt?: string;
  /** Keys of the conversations that propose it; for agents only. */
  readonly conversations?: readonly string[];
}

export interface IncidentsApiDeps {
  readonly incidents: Incidents;
  readonly now: () => number;
}

/**
 * List, declare, change and end incidents. To be mounted behind something that checks who calls: an agent stands in
 * `response.locals.agent`, and without one it is the provider's monitoring.
 */
export function createIncidentsApi({ incidents, now }: IncidentsApiDeps): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const found = await incidents.list(parse(statesSchema, request.query['state']));
    const { reference } = request.query;
    const wanted = found.filter((incident) => reference === undefined || incident.reference === reference);
    response.json(wanted.map((incident) => viewOf(incident, response)));
  });
  router.post('/', async (request, response) => {
    const { incident, isNew } = await incidents.declare(parse(draftSchema(now()), request.body), callerOf(response));
    response.status(isNew ? 201 : 200).json(viewOf(incident, response));
  });
  router.get('/:id', async (request, response) => {
    response.json(viewOf(await incidents.read(request.params.id), response));
  });
  router.patch('/:id', async (request, response) => {
    const { since } = await incidents.read(request.params.id);
    const changes = parse(changesSchema(now(), since), request.body);
    response.json(viewOf(await incidents.edit(request.params.id, changes), response));
  });
  router.post('/:id/declare', async (request, response) => {
    const draft = parse(draftSchema(now()), request.body);
    response.json(viewOf(await incidents.accept(request.params.id, draft, callerOf(response)), response));
  });
  router.post('/:id/close', async (request, response) => {
    response.json(viewOf(await incidents.close(request.params.id, callerOf(response)), response));
  });
  router.post('/:id/dismiss', async (request, response) => {
    response.json(viewOf(await incidents.dismiss(request.params.id, callerOf(response)), response));
  });
  return router;
}

export interface MonitoringGuardDeps {
  /** Absent: only agents are let in. */
  readonly secret: string | undefined;
  readonly sessions: Pick<Sessions, 'required'>;
}

/**
 * Lets in who shows the secret of the provider's monitoring, `Authorization: Bearer …`, or an agent's session. Throws
 * `unauthorized`, or `tooManyRequests` after thirty wrong secrets of one address in a minute.
 */
export function createMonitoringGuard({ secret, sessions }: MonitoringGuardDeps): RequestHandler {
  const failures = new RateLimiterMemory({ points: 30, duration: 60 });
  return async (request, response, next) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return sessions.required(request, response, next);
    const shown = /^Bearer +(.+?) *$/i.exec(authorization)?.[1];
    if (shown === undefined || secret === undefined || !isSame(shown, secret)) {
      await failures.consume(request.ip ?? '').catch(({ msBeforeNext }: RateLimiterRes) => {
        throw new AppError('tooManyRequests', 'Too many wrong secrets. Try again in a minute.', {
          facts: { retryAfterS: Math.max(1, Math.ceil(msBeforeNext / 1000)) },
        });
      });
      const message = secret === undefined ? 'No secret is set here: set INCIDENTS_SECRET.' : 'The secret is wrong.';
      throw new AppError('unauthorized', message);
    }
    next();
  };
}

/** `/api/incidents`: the same for monitoring. Bodies must be JSON, which other sites cannot send. */
export function createMonitoringApi(guard: RequestHandler, api: Router): Router {
  const router = Router();
  router.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (request.method !== 'GET' && !request.is('application/json'))
      throw new AppError('badRequest', 'Send the content type application/json.');
    next();
  });
  router.use(guard, json({ limit: '100kb' }), api);
  return router;
}

function callerOf(response: Response): string {
  return (response.locals['agent'] as Agent | undefined)?.id ?? 'monitoring';
}

function viewOf(incident: Incident, response: Response): IncidentView {
  const { version: _version, reports, since, expectedEnd, createdAt, updatedAt, endedAt, ...rest } = incident;
  const isAgent = response.locals['agent'] !== undefined;
  return {
    ...rest,
    since: iso(since),
    ...(expectedEnd === undefined ? {} : { expectedEnd: iso(expectedEnd) }),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    ...(endedAt === undefined ? {} : { endedAt: iso(endedAt) }),
    ...(isAgent ? { conversations: reports } : {}),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Compares in constant time, whatever the lengths. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
