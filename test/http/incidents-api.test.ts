import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleIncident } from '../../src/http/console-api.ts';
import { consoleCall, logIn, type ConsoleClient } from '../support/console-client.ts';
import { monitoringSecret, passwords, startConsoleServer, type ConsoleServer } from '../support/console-server.ts';
import { incidentBrain } from '../support/incident-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const draft = { country: 'ES', places: ['Sevilla'], network: 'Orange', services: ['data'] };
let server: ConsoleServer;
let ana: ConsoleClient;

beforeAll(async () => {
  server = await startConsoleServer(newFolder(), await incidentBrain());
});
afterAll(() => server.close());
beforeEach(async () => {
  ana = await logIn(server.url, 'ana', passwords.ana);
  for (const { id } of (await ana.get<ConsoleIncident[]>('/incidents?state=open')).body)
    await ana.post(`/incidents/${id}/close`);
});

interface Answer<T> {
  readonly status: number;
  readonly body: T & { readonly error: { readonly code: string; readonly message: string } };
}

/** A call of the provider's monitoring. */
async function monitoring<T = ConsoleIncident>(
  methodAndPath: string,
  body?: unknown,
  headers = {},
): Promise<Answer<T>> {
  const [method = '', path = ''] = methodAndPath.split(' ');
  const response = await fetch(`${server.url}/api/incidents${path}`, {
    method,
    headers: { authorization: `Bearer ${monitoringSecret}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer<T>['body'] };
}

const iso = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

describe('incidents over HTTP', () => {
  it('are declared, listed, changed and closed by an agent', async () => {
    const made = await ana.post<ConsoleIncident>('/incidents', { ...draft, notes: { es: 'Cable <b>roto</b>' } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...draft, state: 'open', openedBy: 'ana', notes: { es: 'Cable <b>roto</b>' } });
    expect((await ana.get<ConsoleIncident[]>('/incidents?state=open')).body).toEqual([made.body]);
    const at = `/incidents/${made.body.id}`;
    const expectedEnd = iso(60);
    const patch = (body: unknown) =>
      consoleCall<ConsoleIncident>(server.url, `PATCH ${at}`, { cookie: ana.cookie, body });
    expect((await patch({ expectedEnd })).body).toMatchObject({ expectedEnd, network: 'Orange' });
    expect((await patch({ expectedEnd: null, network: null })).body.expectedEnd).toBeUndefined();
    expect((await ana.get<ConsoleIncident>(at)).body.network).toBeUndefined();
    expect((await ana.post<ConsoleIncident>(`${at}/close`)).body).toMatchObject({ state: 'closed', closedBy: 'ana' });
    expect((await ana.get<ConsoleIncident[]>('/incidents?state=closed')).body[0]?.id).toBe(made.body.id);
    expect((await patch({ expectedEnd })).body.error.code).toBe('conflict');
  });

  it('are declared and closed by the monitoring, once a reference', async () => {
    const body = { country: 'ES', reference: 'NOC-7' };
    const first = await monitoring('POST ', body);
    const again = await monitoring('POST ', body);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject({ openedBy: 'monitoring', services: ['data', 'calls', 'sms'], places: [] });
    expect(first.body.conversations).toBeUndefined();
    const found = await monitoring<ConsoleIncident[]>('GET ?state=open&reference=NOC-7');
    expect(found.body.map(({ id }) => id)).toEqual([first.body.id]);
    const closed = await monitoring(`POST /${first.body.id}/close`, {});
    expect(closed.body).toMatchObject({ state: 'closed', closedBy: 'monitoring' });
  });

  it('are told first to a customer who asks', async () => {
    await monitoring('POST ', draft);
    const key = { channel: 'test', id: 'seville' };
    await server.write(key, 'no internet in Seville');
    const { entries } = await ana.read(key);
    expect(entries[1]?.content).toMatchObject({ text: expect.stringContaining('known network fault in Sevilla') });
  });

  it.each([
    ['a country that is none', { country: 'Spain' }, 'country: must be a country of two capital letters, such as ES'],
    ['a country nobody knows', { country: 'QX' }, 'country: must be a country of two capital letters, such as ES'],
    ['no country', {}, 'country: must be a country of two capital letters, such as ES'],
    ['an empty place', { country: 'ES', places: [' '] }, 'places.0: is empty'],
    [
      'a place of two lines',
      { country: 'ES', places: ['a\nb'] },
      'places.0: must be one line without control characters',
    ],
    ['a long network', { country: 'ES', network: 'x'.repeat(61) }, 'network: is longer than 60 characters'],
    ['an unknown service', { country: 'ES', services: ['fax'] }, 'services.0: must be one of data, calls, sms'],
    ['no service', { country: 'ES', services: [] }, 'services: names no service'],
    [
      'a time without zone',
      { country: 'ES', since: '2026-05-01 10:00' },
      'since: must be a time with its zone, such as 2026-05-01T09:30:00Z',
    ],
    ['a begin to come', { country: 'ES', since: iso(60) }, 'since: is in the future'],
    ['an end that has passed', { country: 'ES', since: iso(-60), expectedEnd: iso(-30) }, 'expectedEnd: has passed'],
    ['a note in no language', { country: 'ES', notes: { tlh: 'nuqneH' } }, /notes/],
    ['a long note', { country: 'ES', notes: { en: 'x'.repeat(501) } }, 'notes.en: is longer than 500 characters'],
    ['an unknown field', { country: 'ES', town: 'x' }, /town/],
  ])('with %s are refused, and it is said why', async (_what, body, message) => {
    const { status, body: answer } = await monitoring('POST ', body);
    expect([status, answer.error.code]).toEqual([400, 'badRequest']);
    if (typeof message === 'string') expect(answer.error.message).toBe(message);
    else expect(answer.error.message).toMatch(message);
  });

  it('are not there for who has neither session nor secret', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}/api/incidents`, { headers })).status;
    expect(await ask({})).toBe(401);
    expect(await ask({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await ask({ authorization: monitoringSecret })).toBe(401);
    expect(await ask({ cookie: ana.cookie })).toBe(200);
    expect((await consoleCall(server.url, 'GET /incidents')).status).toBe(401);
  });

  it('need JSON, which other sites cannot send', async () => {
    expect((await monitoring('POST ', draft, { 'content-type': 'text/plain' })).status).toBe(400);
  });

  it('that do not exist are not found', async () => {
    for (const call of ['GET /INC-none', 'POST /INC-none/close', 'POST /INC-none/dismiss'] as const)
      expect((await monitoring(call, call.startsWith('GET') ? undefined : {})).status).toBe(404);
    expect((await monitoring('PATCH /INC-none', {})).status).toBe(404);
  });

  it('that customers propose are declared or dismissed by an agent, who sees from which conversations', async () => {
    // What was told before the last incident ended is no news.
    server.advance(1000);
    for (const id of ['p1', 'p2', 'p3'])
      await server.write({ channel: 'test', id }, 'there is no internet here in Granada');
    await server.room.settled();
    const [proposal] = (await ana.get<ConsoleIncident[]>('/incidents?state=proposed')).body;
    expect(proposal).toMatchObject({ places: ['Granada'], reported: 3 });
    expect(proposal?.conversations).toEqual(['test:p1', 'test:p2', 'test:p3']);
    const at = `/incidents/${proposal?.id ?? ''}`;
    expect((await ana.post(`${at}/close`)).body.error.code).toBe('conflict');
    expect((await ana.post(`${at}/declare`, draft)).body).toMatchObject({ state: 'open', openedBy: 'ana' });
    expect((await ana.post(`${at}/dismiss`)).body.error.code).toBe('conflict');
  });

  it('tell those who listen that something has changed', async () => {
    const stop = new AbortController();
    const response = await fetch(`${server.url}/console/api/events`, {
      headers: { cookie: ana.cookie },
      signal: stop.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    await monitoring('POST ', draft);
    expect((await reader.read()).value).toBe('event: incidents\ndata: {}\n\n');
    stop.abort();
  });
});
