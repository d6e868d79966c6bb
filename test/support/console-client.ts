import type { ConsoleConversation, ConsoleEvent, ConsoleTicket } from '../../src/http/console-api.ts';
import { keyText, type ConversationKey } from '../../src/conversation/message.ts';

/** What a call of the console answers. */
export interface ConsoleAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T & { readonly error: { readonly code: string; readonly message: string; readonly agentId?: string } };
}

/** An agent who is logged in. */
export interface ConsoleClient {
  readonly cookie: string;
  get<T = object>(path: string): Promise<ConsoleAnswer<T>>;
  post<T = object>(path: string, body?: unknown): Promise<ConsoleAnswer<T>>;
  tickets(status?: string): Promise<readonly ConsoleTicket[]>;
  read(key: ConversationKey): Promise<ConsoleConversation>;
  /** Does something to a conversation: `act(key, 'claim')`. */
  act(key: ConversationKey, verb: string, body?: unknown): Promise<ConsoleAnswer<object>>;
  /** Events as they happen, until `close`. Resolves once connected. */
  events(): Promise<EventReader>;
}

export interface EventReader {
  next(): Promise<ConsoleEvent>;
  close(): void;
}

/** One call; a string is sent as it is, everything else as JSON. */
export async function consoleCall<T = object>(
  url: string,
  methodAndPath: string,
  { cookie, body, type = 'application/json' }: { cookie?: string; body?: unknown; type?: string } = {},
): Promise<ConsoleAnswer<T>> {
  const [method = '', path = ''] = methodAndPath.split(' ');
  const response = await fetch(`${url}/console/api${path}`, {
    method,
    headers: { ...(cookie === undefined ? {} : { cookie }), ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = (await response.json()) as ConsoleAnswer<T>['body'];
  return { status: response.status, headers: response.headers, body: answer };
}

/** Logs in and gives what an agent can do. */
export async function logIn(url: string, id: string, password: string): Promise<ConsoleClient> {
  const { status, headers } = await consoleCall(url, 'POST /login', { body: { id, password } });
  if (status !== 200) throw new Error(`Log-in of ${id} failed: ${status}`);
  return clientWith(url, (headers.get('set-cookie') ?? '').split(';')[0] ?? '');
}

function clientWith(url: string, cookie: string): ConsoleClient {
  const pathOf = (key: ConversationKey) => `/conversations/${encodeURIComponent(keyText(key))}`;
  const client: ConsoleClient = {
    cookie,
    get: (path) => consoleCall(url, `GET ${path}`, { cookie }),
    post: (path, body = {}) => consoleCall(url, `POST ${path}`, { cookie, body }),
    tickets: async (status) => {
      const query = status === undefined ? '' : `?status=${status}`;
      return (await client.get<readonly ConsoleTicket[]>(`/tickets${query}`)).body;
    },
    read: async (key) => (await client.get<ConsoleConversation>(pathOf(key))).body,
    act: (key, verb, body) => client.post(`${pathOf(key)}/${verb}`, body),
    events: () => readEvents(url, cookie),
  };
  return client;
}

async function readEvents(url: string, cookie: string): Promise<EventReader> {
  const stop = new AbortController();
  const response = await fetch(`${url}/console/api/events`, { headers: { cookie }, signal: stop.signal });
  if (!response.ok || response.body === null) throw new Error(`No events: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';

  async function block(): Promise<string> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const found = text.slice(0, end);
        text = text.slice(end + 2);
        return found;
      }
      const { done, value } = await reader.read();
      if (done) throw new Error('The events have ended.');
      text += value;
    }
  }

  await block();
  return {
    async next() {
      for (;;) {
        const found = await block();
        if (found.startsWith('data: ')) return JSON.parse(found.slice('data: '.length)) as ConsoleEvent;
      }
    },
    close: () => stop.abort(),
  };
}
