import { describe, expect, it } from 'vitest';
import { codeText } from '../../src/backoffice/identity/code-text.ts';
import { createCodes, type CodeOwner, type CodesState } from '../../src/backoffice/identity/codes.ts';
import { createMemoryLedger } from '../../src/backoffice/ledger.ts';
import { createMemoryOutbox, type Outbox } from '../../src/backoffice/outbox.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { failureFrom } from '../support/backoffice-world.ts';

const maria: CodeOwner = {
  customerId: 'C-1',
  orderIds: ['O'],
  lineIds: ['L'],
  email: 'maria@example.com',
  phone: '+34600000101',
};

function codesWorld(owner: Partial<CodeOwner> = {}, outbox: Outbox = createMemoryOutbox()) {
  let time = 0;
  let count = 123_455;
  const ledger = createMemoryLedger<CodesState>();
  const undelivered: unknown[] = [];
  const codes = createCodes({
    ledger,
    key: 'k'.repeat(32),
    now: () => time,
    newCode: () => String((count += 1)),
    newToken: () => 'token',
    outbox,
    find: async ({ email, phone }) =>
      email === maria.email || phone === maria.phone ? { ...maria, ...owner } : undefined,
    onUndelivered: (error) => undelivered.push(error),
  });
  const send = (email: string, conversationId = 'c', channel: 'email' | 'sms' = 'email') =>
    codes.send({ customerRef: { email }, channel }, { conversationId, language: 'es' });
  const check = (email: string, code: string) => codes.check({ customerRef: { email }, code });
  return { codes, ledger, undelivered, send, check, pass: (ms: number) => (time += ms) };
}

describe('one-time codes', () => {
  it('verify, whatever the case of the address, and only once', async () => {
    const { send, check } = codesWorld();
    await send('maria@example.com');
    expect(await check(' MARIA@example.com ', '123456')).toMatchObject({
      verified: true,
      customerId: 'C-1',
      lineIds: ['L'],
      token: 'token',
    });
    expect(await check('maria@example.com', '123456')).toEqual({ verified: false, triesLeft: 0 });
  });

  it('are void after ten minutes', async () => {
    const { send, check, pass } = codesWorld();
    await send('maria@example.com');
    pass(10 * 60_000);
    expect(await check('maria@example.com', '123456')).toEqual({ verified: false, triesLeft: 0 });
  });

  it('are replaced by a newer one', async () => {
    const { send, check } = codesWorld();
    await send('maria@example.com');
    await send('maria@example.com');
    expect(await check('maria@example.com', '123456')).toEqual({ verified: false, triesLeft: 2 });
    expect((await check('maria@example.com', '123457')).verified).toBe(true);
  });

  it('never verify somebody unknown, even by the very code', async () => {
    const { send, check } = codesWorld();
    await send('ghost@example.com');
    expect(await check('ghost@example.com', '123456')).toEqual({ verified: false, triesLeft: 2 });
  });

  it('lie nowhere in clear, nor does an address', async () => {
    const { send, ledger } = codesWorld();
    await send('maria@example.com');
    expect(JSON.stringify(await ledger.load())).not.toMatch(/123456|maria|example/);
  });

  it('are sent three times an hour to one target, known or not', async () => {
    const { send, pass } = codesWorld();
    for (const email of ['maria@example.com', 'ghost@example.com']) {
      for (const conversation of ['a', 'b', 'c']) await send(email, `${email} ${conversation}`);
      expect(await failureFrom(send(email, 'd'))).toMatchObject({
        code: 'LIMIT',
        reason: 'codes-per-target',
        retryAfterMs: 3_600_000,
      });
    }
    pass(3_600_000);
    expect(await send('maria@example.com', 'e')).toMatchObject({ sent: true });
  });

  it('are sent five times an hour from one conversation, whatever the targets', async () => {
    const { send } = codesWorld();
    for (const number of [1, 2, 3, 4, 5]) await send(`${number}@example.com`);
    expect(await failureFrom(send('6@example.com'))).toMatchObject({ reason: 'codes-per-conversation' });
  });

  it('never go by SMS while a line is lost', async () => {
    const { codes } = codesWorld();
    const sending = codes.send(
      { customerRef: { email: 'maria@example.com' }, channel: 'sms', lostLineId: 'L' },
      { conversationId: 'c', language: 'en' },
    );
    expect(await failureFrom(sending)).toMatchObject({ code: 'NOT_ALLOWED', reason: 'use-email' });
  });

  it('go by e-mail instead where the phone on file is a dead line', async () => {
    const outbox = createMemoryOutbox();
    const alive = codesWorld({}, outbox);
    await alive.send('maria@example.com', 'c', 'sms');
    const dead = codesWorld({ isPhoneDead: true }, outbox);
    await dead.send('maria@example.com', 'c', 'sms');
    expect(outbox.messages().map(({ to }) => to)).toEqual([{ phone: '+34600000101' }, { email: 'maria@example.com' }]);
  });

  it('answer before they are delivered, and report what was not', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { send, undelivered } = codesWorld({}, { send: () => new Promise((_done, reject) => (fail = reject)) });
    expect(await send('maria@example.com')).toMatchObject({ sent: true, maskedTarget: 'm…@example.com' });
    fail(new Error('no mail server'));
    await Promise.resolve();
    await Promise.resolve();
    expect(undelivered).toHaveLength(1);
  });

  it.each(languageCodes)('have words in %s, the code first', (language) => {
    expect(codeText(language, '123456', 10).text).toMatch(/^123456 .*10/s);
  });
});

describe('one-time codes, asked for again because the process ended in between', () => {
  const customerRef = { email: 'maria@example.com' };
  const from = { conversationId: 'c', language: 'en', idempotencyKey: 'send-1234' };
  const codeIn = (outbox: ReturnType<typeof createMemoryOutbox>) =>
    /\d{6}/.exec(outbox.messages()[0]?.text ?? '')?.[0] ?? '';

  it('are the same, sent once and counted once', async () => {
    const outbox = createMemoryOutbox();
    const { codes, send } = codesWorld({}, outbox);
    const first = await codes.send({ customerRef, channel: 'email' }, from);
    for (let times = 0; times < 5; times += 1)
      expect(await codes.send({ customerRef, channel: 'email' }, from)).toEqual(first);
    expect(outbox.messages()).toHaveLength(1);
    await send('maria@example.com');
    await send('maria@example.com');
    expect(await failureFrom(send('maria@example.com'))).toMatchObject({ code: 'LIMIT' });
  });

  it('are right again, though a right code works once', async () => {
    const outbox = createMemoryOutbox();
    const { codes } = codesWorld({}, outbox);
    await codes.send({ customerRef, channel: 'email' }, from);
    const input = { customerRef, code: codeIn(outbox) };
    const asked = { idempotencyKey: 'check-123' };
    const first = await codes.check(input, asked);
    expect(first).toMatchObject({ verified: true, customerId: 'C-1' });
    expect(await codes.check(input, asked)).toEqual(first);
    expect(await codes.check(input, { idempotencyKey: 'check-456' })).toMatchObject({ verified: false });
  });

  it('cost one try, however often the wrong one is asked about', async () => {
    const { codes } = codesWorld();
    await codes.send({ customerRef, channel: 'email' }, from);
    const wrong = () => codes.check({ customerRef, code: 'abcdef' }, { idempotencyKey: 'check-123' });
    expect(await wrong()).toEqual({ verified: false, triesLeft: 2 });
    expect(await wrong()).toEqual({ verified: false, triesLeft: 2 });
  });

  it('refuse a key that was used with another input', async () => {
    const { codes } = codesWorld();
    await codes.send({ customerRef, channel: 'email' }, from);
    const other = codes.send({ customerRef: { email: 'tom@example.com' }, channel: 'email' }, from);
    expect(await failureFrom(other)).toMatchObject({ code: 'CONFLICT', reason: 'key-reused' });
  });
});
