import { afterEach, describe, expect, it } from 'vitest';
import { createKeptOutbox, shownMail, type SentMessage } from '../../src/backoffice/kept-outbox.ts';
import { createMemoryLedger } from '../../src/backoffice/ledger.ts';
import type { ConsoleMail, DemoMails } from '../../src/http/console-api.ts';
import { consoleCall, logIn } from '../support/console-client.ts';
import { passwords, startConsoleServer, type ConsoleServer } from '../support/console-server.ts';
import { smallBrain } from '../support/small-brain.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
let server: ConsoleServer;
afterEach(() => server.close());

const message = (subject: string) => ({
  to: { email: 'maria@example.com' },
  kind: 'code' as const,
  language: 'en',
  subject,
  text: '123456',
});

async function demoServer() {
  let count = 0;
  const outbox = createKeptOutbox({
    ledger: createMemoryLedger<SentMessage[]>(),
    now: () => 1000,
    newId: () => `m${(count += 1)}`,
  });
  const mails: DemoMails = {
    newestFirst: async () => (await outbox.messages()).map(shownMail).reverse(),
    subscribe: (listener) => outbox.subscribe((mail) => listener(shownMail(mail))),
  };
  server = await startConsoleServer(newFolder(), await smallBrain(), mails);
  return outbox;
}

describe('the mail of the demo provider', () => {
  it('is shown to agents who are logged in, newest first, with whom it went to masked', async () => {
    const outbox = await demoServer();
    for (const subject of ['one', 'two']) await outbox.send(message(subject));
    expect((await consoleCall(server.url, 'GET /mails')).status).toBe(401);
    const { body } = await (await logIn(server.url, 'ana', passwords.ana)).get<{ mails: ConsoleMail[] }>('/mails');
    expect(body).toMatchObject({
      isDemo: true,
      mails: [
        { subject: 'two', to: 'm…@example.com', text: '123456' },
        { subject: 'one', to: 'm…@example.com' },
      ],
    });
  });

  it('is told of as it is sent', async () => {
    const outbox = await demoServer();
    const { cookie } = await logIn(server.url, 'ana', passwords.ana);
    const stop = new AbortController();
    const { body } = await fetch(`${server.url}/console/api/events`, { headers: { cookie }, signal: stop.signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await outbox.send(message('one'));
    expect((await reader?.read())?.value).toMatch(/^event: mail\ndata: .*"subject":"one"/);
    stop.abort();
  });

  it('is no business of a real provider', async () => {
    server = await startConsoleServer(newFolder(), await smallBrain());
    const ana = await logIn(server.url, 'ana', passwords.ana);
    expect((await ana.get('/mails')).body).toEqual({ isDemo: false, mails: [] });
  });
});
