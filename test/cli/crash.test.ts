import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../src/channels/directline/activity.ts';
import { services, type ServiceProcess } from '../support/command-line.ts';
import { logIn } from '../support/console-client.ts';
import { call } from '../support/directline-call.ts';
import { smallFolders } from '../support/small-folders.ts';
import { startStubbornClient, type StubbornClient } from '../support/stubborn-client.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

/** Acknowledgements, of all clients together, after each of which the process is killed. */
const deadly = new Set([1, 4, 5, 11, 17, 24, 29]);

const questions = [
  'how do I top up',
  '¿cuánto vale?',
  '退款',
  'blorp',
  'let me talk to a human',
  'are you there?',
  'no internet',
];

describe('a service that is killed again and again while customers write', () => {
  const newFolder = temporaryFolders();
  const start = services();
  const environment = { ...smallFolders(newFolder()), DATA_DIR: newFolder() };
  let running: Promise<ServiceProcess>;
  let clients: StubbornClient[];
  let said: string[][];
  let acknowledged: string[][];
  let login = { id: '', password: '' };
  let starts = 0;

  const url = async () => (await running).url;

  function launch(port: number): Promise<ServiceProcess> {
    starts += 1;
    return start({ ...environment, PORT: String(port) });
  }

  async function killAndRestart(service: ServiceProcess): Promise<ServiceProcess> {
    const { signal } = await service.end('SIGKILL');
    if (signal !== 'SIGKILL') throw new Error(`The service ended by ${signal}.`);
    return launch(service.port);
  }

  beforeAll(async () => {
    let count = 0;
    running = launch(0);
    login = (await running).login ?? login;
    const onAcknowledged = () => {
      count += 1;
      // The other clients' messages are on their way at this moment. One that was acknowledged together with the
      // one before kills the process that is just being started, as soon as it is ready.
      if (deadly.has(count)) running = running.then(killAndRestart);
    };
    clients = await Promise.all([1, 2, 3].map(() => startStubbornClient(url, onAcknowledged)));
    said = clients.map((_, client) =>
      Array.from({ length: 10 }, (_, index) => `${questions[(client + index) % questions.length]} (${index})`),
    );
    acknowledged = await Promise.all(clients.map((client, index) => client.say(said[index] ?? [])));
    await running;
  });
  afterAll(async () => void (await running).end('SIGKILL'));

  const transcripts = () => Promise.all(clients.map((client) => client.transcript()));
  const ofCustomer = (activities: readonly Activity[]) => activities.filter(({ from }) => from.role === 'user');

  it('was started as often as it was killed, and once before', () => {
    expect(starts).toBe(deadly.size + 1);
  });

  it('has every message once and in order', async () => {
    const texts = (await transcripts()).map((activities) => ofCustomer(activities).map(({ text }) => text));
    expect(texts).toEqual(said);
  });

  it('has each where it was acknowledged to be', async () => {
    const ids = (await transcripts()).map((activities) => ofCustomer(activities).map(({ id }) => id));
    expect(ids).toEqual(acknowledged);
  });

  it('has answered each once, right after it', async () => {
    for (const activities of await transcripts()) {
      for (const { id } of ofCustomer(activities)) {
        const answers = activities.filter(({ replyToId }) => replyToId === id);
        expect(answers).toHaveLength(1);
        expect(activities[activities.findIndex((activity) => activity.id === id) + 1]).toEqual(answers[0]);
      }
    }
  });

  it('has no gap in any transcript', async () => {
    for (const activities of await transcripts()) {
      const seqs = activities.map(({ id }) => Number(id.split('|')[1]));
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
  });

  it('still takes the tokens from before', async () => {
    for (const { conversationId, token } of clients) {
      const { status, body } = await call(await url(), `GET /conversations/${conversationId}`, token);
      expect([status, body.conversationId]).toEqual([200, conversationId]);
    }
  });

  it('has one request for a human from each customer', async () => {
    const agent = await logIn(await url(), login.id, login.password);
    const keys = (await agent.tickets()).map(({ key }) => key);
    expect(keys.sort()).toEqual(clients.map(({ conversationId }) => `directline:${conversationId}`).sort());
  });
});
