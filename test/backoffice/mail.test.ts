import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { createMailOutbox } from '../../src/backoffice/identity/mail-outbox.ts';
import { failureFrom } from '../support/backoffice-world.ts';

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

describe('mail', () => {
  let server: SMTPServer | undefined;
  afterEach(async () => {
    const open = server;
    server = undefined;
    if (open !== undefined) await new Promise<void>((done) => open.close(done));
  });

  /** A real SMTP server on 127.0.0.1. */
  async function mailServer(refuses = false) {
    const mails: Mail[] = [];
    const made = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: (_address, _session, done) => done(refuses ? new Error('550 no such mailbox') : null),
      onData(stream, session, done) {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          mails.push({
            to: session.envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(parts).toString('utf8'),
          });
          done();
        });
      },
    });
    server = made;
    await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
    const { port } = made.server.address() as AddressInfo;
    const outbox = createMailOutbox({ url: `smtp://127.0.0.1:${port}`, from: 'Alondra <help@alondra.example>' });
    const send = (email: string) =>
      outbox.send({ to: { email }, kind: 'code', language: 'en', subject: 'Your code', text: '123456 is your code.' });
    return { mails, outbox, send };
  }

  it('reaches a mail server', async () => {
    const { mails, send } = await mailServer();
    await send('maria@example.com');
    expect(mails[0]?.to).toEqual(['maria@example.com']);
    expect(mails[0]?.text).toMatch(
      /From: Alondra <help@alondra\.example>[\s\S]*Subject: Your code[\s\S]*123456 is your code\./,
    );
  });

  it('goes to one address, whatever an address holds', async () => {
    const { mails, send } = await mailServer();
    await send('maria@example.com,thief@example.com').catch(() => undefined);
    await send('maria@example.com\r\nBcc: thief@example.com').catch(() => undefined);
    expect(mails.flatMap(({ to }) => to)).not.toContain('thief@example.com');
  });

  it('fails by the network where the server refuses', async () => {
    const { send } = await mailServer(true);
    expect(await failureFrom(send('maria@example.com'))).toMatchObject({ code: 'UNAVAILABLE', by: 'network' });
  });

  it('fails by the network where nobody listens', async () => {
    const free = createServer();
    await new Promise<void>((done) => free.listen(0, '127.0.0.1', done));
    const { port } = free.address() as AddressInfo;
    await new Promise((done) => free.close(done));
    const outbox = createMailOutbox({ url: `smtp://127.0.0.1:${port}`, from: 'a@example.com' });
    const sending = outbox.send({
      to: { email: 'b@example.com' },
      kind: 'code',
      language: 'en',
      subject: 's',
      text: 't',
    });
    expect(await failureFrom(sending)).toMatchObject({ code: 'UNAVAILABLE', by: 'network' });
  });

  it('sends no text messages', async () => {
    const { outbox } = await mailServer();
    const sending = outbox.send({
      to: { phone: '+34600000101' },
      kind: 'code',
      language: 'en',
      subject: 's',
      text: 't',
    });
    expect(await failureFrom(sending)).toMatchObject({ code: 'NOT_SUPPORTED', reason: 'no-sms' });
  });
});
