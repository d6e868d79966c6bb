import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { createWordEmbedder } from './word-embedder.ts';

/** One item of an answer. */
export interface Item {
  readonly index: number;
  readonly embedding: readonly number[];
}

/** How a request is answered: a status, a change of the right answer, any body, or never. */
export type Behaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly items: (items: readonly Item[]) => readonly Item[] }
  | { readonly body: string }
  | 'hang';

/** A server with the OpenAI protocol on 127.0.0.1. */
export interface EmbeddingsServer {
  /** Base address, with `/v1`. */
  readonly url: string;
  /** Texts of each request so far. */
  readonly requests: readonly (readonly string[])[];
  readonly authorizations: readonly (string | undefined)[];
  /** Behaviours of the next requests, one each; then it answers rightly. */
  readonly next: Behaviour[];
  /** Behaviour of all requests once `next` is empty; undefined: it answers rightly. */
  always: Behaviour | undefined;
}

/** Starts servers, which are stopped when the tests of the file are over. Call it at the top of a test file. */
export function embeddingsServers(meanings: readonly (readonly string[])[] = []): () => Promise<EmbeddingsServer> {
  const stops: (() => void)[] = [];
  afterAll(() => stops.forEach((stop) => stop()));
  return async () => {
    const { vectorOf } = createWordEmbedder(meanings);
    const requests: string[][] = [];
    const authorizations: (string | undefined)[] = [];
    const state: { always: Behaviour | undefined; next: Behaviour[] } = { always: undefined, next: [] };
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { input } = (await json(request)) as { input: string[] };
      requests.push(input);
      authorizations.push(request.headers.authorization);
      const behaviour = request.url === '/v1/embeddings' ? (state.next.shift() ?? state.always) : { status: 404 };
      if (behaviour === 'hang') return;
      if (behaviour !== undefined && 'status' in behaviour) {
        response.writeHead(behaviour.status, behaviour.headers).end(`You said: ${input.join()}`);
        return;
      }
      const items = input.map((text, index): Item => ({ index, embedding: [...vectorOf(text)] }));
      const data = behaviour !== undefined && 'items' in behaviour ? behaviour.items(items) : items;
      const body = behaviour !== undefined && 'body' in behaviour ? behaviour.body : JSON.stringify({ data });
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    };
    const server = createServer((request, response) => {
      answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    stops.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    return Object.assign(state, { url, requests, authorizations });
  };
}
