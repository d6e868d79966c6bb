import type { ConsoleConversation, ConsoleMail, ConsoleTicket } from '../../http/console-api.ts';

import { createIncidentCalls, type IncidentCalls } from './incident-calls.ts';

/** The agent who is logged in. */
export interface Me {
  readonly id: string;
  readonly name: string;
}

/** The service refused a request and said why. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** What an agent does with a conversation. */
export type Action = 'claim' | 'hand-back' | 'resolve';

/** The agents' interface of the service. All calls throw `ApiError`, or what `fetch` throws when it is not reached. */
export interface ConsoleApi {
  logIn(id: string, password: string): Promise<Me>;
  logOut(): Promise<void>;
  me(): Promise<Me>;
  tickets(): Promise<readonly ConsoleTicket[]>;
  /** `language`: of the words of its packet. */
  conversation(key: string, language: string): Promise<ConsoleConversation>;
  /** What the demo provider would have sent, newest first; not `isDemo` where a real one sends its mail itself. */
  mails(): Promise<{ readonly isDemo: boolean; readonly mails: readonly ConsoleMail[] }>;
  act(key: string, action: Action): Promise<void>;
  /** The same `id` twice says it once. */
  reply(key: string, text: string, id: string): Promise<void>;
  readonly incidents: IncidentCalls;
}

const base = '/console/api';
/** A request that hangs is as good as lost. */
const timeoutMs = 20_000;

export function createConsoleApi(send: typeof fetch): ConsoleApi {
  async function call<T>(path: string, body?: unknown, method = 'POST'): Promise<T> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    const headers = { 'Content-Type': 'application/json' };
    const init: RequestInit = body === undefined ? {} : { method, headers, body: JSON.stringify(body) };
    try {
      const response = await send(`${base}${path}`, { ...init, credentials: 'same-origin', signal: abort.signal });
      if (!response.ok) throw await refusal(response);
      return (await response.json()) as T;
    } finally {
      clearTimeout(timer);
    }
  }

  const at = (key: string): string => `/conversations/${encodeURIComponent(key)}`;
  return {
    logIn: (id, password) => call('/login', { id, password }),
    logOut: () => call('/logout', {}),
    me: () => call('/me'),
    tickets: () => call('/tickets'),
    conversation: (key, language) => call(`${at(key)}?language=${encodeURIComponent(language)}`),
    mails: () => call('/mails'),
    act: (key, action) => call(`${at(key)}/${action}`, {}),
    reply: (key, text, id) => call(`${at(key)}/reply`, { text, id }),
    incidents: createIncidentCalls(call),
  };
}

async function refusal(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  return new ApiError(response.status, body.error?.message ?? `${response.status} ${response.statusText}`);
}
