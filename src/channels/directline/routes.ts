import { Router, type RequestHandler } from 'express';
import { AppError } from '../../errors.ts';
import type { ActivityCalls } from './activity-calls.ts';
import { readBody } from './body.ts';
import type { ConversationCalls } from './conversation-calls.ts';
import { keyOf, type DirectLineDeps } from './deps.ts';
import { createErrorHandler } from './errors.ts';
import { callerOf, mustOwn, type Guard } from './guard.ts';
import { basePath } from './links.ts';

/** What the routes lead to. */
export interface RoutesDeps extends Pick<DirectLineDeps, 'exists' | 'newId' | 'logger'> {
  readonly guard: Guard;
  readonly conversations: ConversationCalls;
  readonly activities: ActivityCalls;
}

/** The HTTP calls of Direct Line 3.0, below `/v3/directline`; failures are answered as the protocol says. */
export function createRoutes(deps: RoutesDeps): Router {
  const { guard, conversations, activities } = deps;
  const own = ownConversation(deps);
  const calls = Router();
  calls.use(allowOtherSites);
  // Pictures are shown by <img>, which sends no header: the id in the path is the permission.
  calls.get('/conversations/:id/attachments/:attachmentId', guard.limitAddress, activities.attachment);
  calls.use(guard.authorize);
  calls.post('/tokens/generate', readBody, conversations.generate);
  calls.post('/tokens/refresh', conversations.refresh);
  calls.get('/session/getsessionid', (_request, response) => void response.json({ sessionId: deps.newId() }));
  calls.post('/conversations', readBody, conversations.start);
  calls.get('/conversations/:id', own, conversations.reconnect);
  calls.get('/conversations/:id/activities', own, conversations.read);
  calls.post('/conversations/:id/activities', own, guard.limitActivities, readBody, activities.post);
  calls.post('/conversations/:id/upload', own, guard.limitUploads, activities.upload);
  calls.use((request) => {
    throw new AppError('notFound', `There is no call ${request.method} ${request.baseUrl}${request.path}.`);
  });
  calls.use(createErrorHandler(deps.logger));
  return Router().use(basePath, calls);
}

/** The widget lives on other sites. Tokens, not cookies, say who calls: so any site may. */
const allowOtherSites: RequestHandler = (request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Retry-After',
    'Cache-Control': 'no-store',
  });
  if (request.method !== 'OPTIONS') return next();
  response.set({
    'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, x-ms-bot-agent, x-requested-with',
    'Access-Control-Max-Age': '7200',
  });
  response.status(204).end();
};

/** Lets only callers through to a conversation that is theirs and exists. */
function ownConversation({ exists }: Pick<RoutesDeps, 'exists'>): RequestHandler<{ id: string }> {
  return async (request, response, next) => {
    const { id } = request.params;
    mustOwn(callerOf(response), id);
    if (!(await exists(keyOf(id)))) throw new AppError('notFound', 'There is no such conversation.');
    next();
  };
}
