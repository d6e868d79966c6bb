import type { Activity } from './activity.ts';

/** A conversation and the token that opens it. */
export interface Grant {
  readonly conversationId: string;
  readonly token: string;
}

/** How to go on on another device. */
export interface Offer {
  readonly code: string;
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Activities after a watermark. */
export interface ActivitySet {
  readonly activities?: readonly Activity[];
  readonly watermark?: string | null;
}

/** The service refused a call. A call that did not reach the service throws what `fetch` throws. */
export class Refused extends Error {
  readonly status: number;
  /** Milliseconds the service asks to wait, if it does. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfterMs?: number) {
    super(`The chat service answered ${status}.`);
    this.name = 'Refused';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** The token or the conversation is over: only a new grant helps. */
  get ended(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }

  /** The same call can succeed later. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 408 || this.status === 409 || this.status === 429;
  }
}

/** The calls of Direct Line 3.0 that the widget makes. All throw `Refused`, or what `fetch` throws. */
export interface DirectLine {
  /** A token for a new conversation. With an ended grant the service may renew it instead: then the id is the same. */
  grant(ended?: Grant): Promise<Grant>;
  refresh(grant: Grant): Promise<Grant>;
  /** Starts the conversation of a grant; again does no harm. */
  start(grant: Grant, locale: string): Promise<{ streamUrl?: string }>;
  /** A new stream address that replays what came after the watermark. */
  reconnect(grant: Grant, watermark: string | undefined): Promise<{ streamUrl?: string }>;
  activities(grant: Grant, watermark: string | undefined): Promise<ActivitySet>;
  post(grant: Grant, activity: object): Promise<void>;
  /** A code and the text of a link that continue the conversation elsewhere. */
  offer(grant: Grant): Promise<Offer>;
  /** The grant of a conversation that goes on here. `id` names the wish, so that it may be repeated. */
  resume(by: { readonly code: string } | { readonly link: string }, id: string): Promise<Grant>;
  /** Sends one file with its message. */
  upload(grant: Grant, activity: object, file: File): Promise<void>;
}

/** Requests that hang are as good as failed; files get longer. */
const timeoutMs = 20_000;
const uploadTimeoutMs = 120_000;

/** A client for the service at `origin`, an address without a slash at the end. */
export function createDirectLine(origin: string, send: typeof fetch): DirectLine {
  const base = `${origin}/v3/directline`;

  async function call(url: string, init: RequestInit, limitMs = timeoutMs): Promise<unknown> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), limitMs);
    try {
      const response = await send(url, { ...init, signal: abort.signal, credentials: 'omit', cache: 'no-store' });
      if (!response.ok) throw new Refused(response.status, retryAfter(response));
      const text = await response.text();
      return text === '' ? {} : (JSON.parse(text) as unknown);
    } finally {
      clearTimeout(timer);
    }
  }

  const headers = ({ token }: Grant): Record<string, string> => ({ Authorization: `Bearer ${token}` });
  const json = (body: unknown, grant?: Grant): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(grant === undefined ? {} : headers(grant)) },
    body: JSON.stringify(body),
  });
  const at = ({ conversationId }: Grant): string => `${base}/conversations/${encodeURIComponent(conversationId)}`;
  const since = (watermark: string | undefined): string =>
    watermark === undefined ? '' : `?watermark=${encodeURIComponent(watermark)}`;

  return {
    grant: async (ended) => toGrant(await call(`${origin}/widget/token`, json(ended ?? {}))),
    refresh: async (grant) => toGrant(await call(`${base}/tokens/refresh`, json({}, grant))),
    start: async (grant, locale) => (await call(`${base}/conversations`, json({ locale }, grant))) as object,
    reconnect: async (grant, watermark) =>
      (await call(`${at(grant)}${since(watermark)}`, { headers: headers(grant) })) as object,
    activities: async (grant, watermark) =>
      (await call(`${at(grant)}/activities${since(watermark)}`, { headers: headers(grant) })) as ActivitySet,
    post: async (grant, activity) => void (await call(`${at(grant)}/activities`, json(activity, grant))),
    offer: async ({ token }) => (await call(`${origin}/widget/offer`, json({ token }))) as Offer,
    resume: async (by, id) => toGrant(await call(`${origin}/widget/resume`, json({ ...by, id }))),
    upload: async (grant, activity, file) => {
      const body = new FormData();
      body.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
      body.append('file', file, file.name);
      await call(`${at(grant)}/upload`, { method: 'POST', headers: headers(grant), body }, uploadTimeoutMs);
    },
  };
}

function toGrant(answer: unknown): Grant {
  const { conversationId, token } = answer as Partial<Grant>;
  if (typeof conversationId !== 'string' || typeof token !== 'string') throw new Refused(500);
  return { conversationId, token };
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
