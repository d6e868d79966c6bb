import type { Activity } from '../../src/channels/directline/activity.ts';

/** What any Direct Line call may answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly conversationId: string;
    readonly token: string;
    readonly expires_in: number;
    readonly streamUrl: string;
    readonly sessionId: string;
    readonly id: string;
    readonly activities: readonly Activity[];
    readonly watermark: string;
    readonly error: { readonly code: string; readonly message: string };
  };
}

/** One call, for example `call(url, 'POST /conversations', token)`. Strings are sent as they are, other bodies as JSON. */
export async function call(
  url: string,
  methodAndPath: string,
  bearer?: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const [method = '', path = ''] = methodAndPath.split(' ');
  const isRaw = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
  const response = await fetch(`${url}/v3/directline${path}`, {
    method,
    headers: {
      ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : {} };
}

/** Status and code of a failed call. */
export function failureOf({ status, body }: Answer): string {
  return `${status} ${body.error?.code}`;
}
