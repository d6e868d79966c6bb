import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BackOfficeError } from '../../src/backoffice/back-office-error.ts';
import type { CallerDeps } from '../../src/backoffice/call.ts';
import { createFileLedger } from '../../src/backoffice/file-ledger.ts';
import { grantAfter, noGrant } from '../../src/backoffice/grant.ts';
import { createKeptResults, keptCallsSchema } from '../../src/backoffice/kept-results.ts';
import type { BackOffice, HandlerContext } from '../../src/backoffice/operations.ts';
import { operationNames } from '../../src/backoffice/operations.ts';
import { operationsDeclared } from '../../src/backoffice/own-operations.ts';
import type { Logger } from '../../src/log.ts';
import { callerOf, contextOf, failureFrom, grantOf } from '../support/backoffice-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const down = new BackOfficeError('UNAVAILABLE', 'network', 'down');
const lineId = 'L-1001';
const order = grantOf('order', 1001);
const verified = grantOf('verified', 1001);

/** A back office that answers by script: each call takes the next. */
function scripted(answers: readonly unknown[], rest: Partial<CallerDeps> = {}, keepsKeys = true) {
  const seen: HandlerContext[] = [];
  const backOffice: BackOffice = {
    name: 'scripted',
    abilities: new Set(operationNames),
    keepsKeys,
    perform: (async (_name: string, _input: unknown, context: HandlerContext) => {
      const answer = answers[Math.min(seen.length, answers.length - 1)];
      seen.push(context);
      if (answer instanceof Error) throw answer;
      return answer;
    }) as BackOffice['perform'],
  };
  return { caller: callerOf(backOffice, () => 1000, rest), seen };
}

const status = { state: 'active', iccidLast4: '1001' };
const done = { state: 'done' };

describe('the caller', () => {
  it('asks up to three times for what is safe', async () => {
    const { caller, seen } = scripted([down, down, status]);
    expect((await caller.call('line.status', { lineId }, contextOf(order))).output.state).toBe('active');
    expect(seen).toHaveLength(3);
    const dead = scripted([down]);
    expect(await failureFrom(dead.caller.call('line.status', { lineId }, contextOf(order)))).toBe(down);
    expect(dead.seen).toHaveLength(3);
  });

  it('waits longer each time, with chance', async () => {
    const waits: number[] = [];
    const { caller } = scripted([down, down, status], {
      wait: (ms, signal) =>
        ms === 8000
          ? new Promise((ended) => signal.addEventListener('abort', () => ended()))
          : (waits.push(ms), Promise.resolve()),
      random: () => 0.5,
    });
    await caller.call('line.status', { lineId }, contextOf(order));
    expect(waits).toEqual([187.5, 375]);
  });

  it('asks again under the same key only where the back office keeps keys', async () => {
    const keeping = scripted([down, done]);
    await keeping.caller.call('topup.create', { lineId, optionId: 'o' }, contextOf(verified, 'key-12345'));
    expect(keeping.seen.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['key-12345', 'key-12345']);
    const other = scripted([down, done], {}, false);
    expect(
      await failureFrom(other.caller.call('topup.create', { lineId, optionId: 'o' }, contextOf(verified, 'key-12345'))),
    ).toBe(down);
    expect(other.seen).toHaveLength(1);
  });

  it('never tries a code or sends one twice', async () => {
    const { caller, seen } = scripted([down]);
    const customerRef = { email: 'a@example.com' };
    await failureFrom(caller.call('identity.sendCode', { customerRef, channel: 'email' }, contextOf()));
    await failureFrom(caller.call('identity.checkCode', { customerRef, code: '123456' }, contextOf()));
    expect(seen).toHaveLength(2);
  });

  it('does not ask again where the fault is ours or the customer’s', async () => {
    for (const failure of [
      new BackOfficeError('NOT_FOUND', 'customer', ''),
      new BackOfficeError('UNAVAILABLE', 'us', ''),
    ]) {
      const { caller, seen } = scripted([failure]);
      await failureFrom(caller.call('line.status', { lineId }, contextOf(order)));
      expect(seen).toHaveLength(1);
    }
  });

  it('gives up at the time limit and tells the back office', async () => {
    let raise: () => void = () => undefined;
    const { caller, seen } = scripted([new Promise(() => undefined)], {
      wait: () => new Promise((passed) => (raise = passed)),
    });
    const failure = failureFrom(caller.call('line.status', { lineId }, contextOf(order)));
    raise();
    expect(await failure).toMatchObject({ code: 'UNAVAILABLE', by: 'provider', reason: 'time-limit' });
    expect(seen[0]?.signal.aborted).toBe(true);
  });

  it('names what is wrong in an input, without quoting it', async () => {
    const { caller, seen } = scripted([status]);
    const failure = await failureFrom(
      caller.call('identity.checkCode', { customerRef: { email: 'secret' }, code: '12' }, contextOf()),
    );
    expect(failure).toMatchObject({ code: 'NOT_ALLOWED', by: 'us', reason: 'bad-input' });
    expect(failure.message).toMatch(/customerRef\.email.*code – must be 6 digits/);
    expect(failure.message).not.toContain('secret');
    expect(seen).toHaveLength(0);
  });

  it('does not let a wrong answer through', async () => {
    const { caller } = scripted([{ state: 'glowing', iccidLast4: '1' }]);
    expect(await failureFrom(caller.call('line.status', { lineId }, contextOf(order)))).toMatchObject({
      by: 'provider',
      reason: 'bad-output',
    });
  });

  it('asks for a key where one is needed', async () => {
    const { caller } = scripted([done]);
    for (const key of [undefined, 'short', 'with space in it'])
      expect(
        await failureFrom(caller.call('topup.create', { lineId, optionId: 'o' }, contextOf(verified, key))),
      ).toMatchObject({ reason: 'no-key' });
  });

  it('takes a proof for nothing once it has expired', async () => {
    const { caller } = scripted([status]);
    const failure = await failureFrom(
      caller.call('line.status', { lineId }, contextOf({ ...verified, expiresAt: 1000 })),
    );
    expect(failure).toMatchObject({ code: 'NOT_VERIFIED', reason: 'expired' });
  });

  it('takes a paid link in place of a code for a top-up, and for nothing else', async () => {
    const { caller } = scripted([done]);
    const input = { lineId, optionId: 'o', paymentRef: 'PAY-1' };
    expect((await caller.call('topup.create', input, contextOf(order, 'key-12345'))).output.state).toBe('done');
    expect(await failureFrom(caller.call('plan.change', input, contextOf(order, 'key-12345')))).toMatchObject({
      reason: 'level',
    });
  });

  it('shows all orders only to the customer who is verified', async () => {
    const { caller } = scripted([{ orders: [] }]);
    const look = (customerId: string, grant = verified) =>
      caller.call('order.lookup', { customerId }, contextOf(grant));
    expect((await look('C-1')).output.orders).toEqual([]);
    expect(await failureFrom(look('C-2'))).toMatchObject({ reason: 'other-order' });
    expect(await failureFrom(look('C-1', order))).toMatchObject({ reason: 'level' });
  });

  it('stops somebody who guesses order numbers', async () => {
    const { caller } = scripted([new BackOfficeError('NOT_FOUND', 'customer', '')]);
    const guess = () =>
      failureFrom(caller.call('order.lookup', { orderNumber: 'X', email: 'a@example.com' }, contextOf()));
    for (let tries = 0; tries < 10; tries += 1) expect(await guess()).toMatchObject({ code: 'NOT_FOUND' });
    expect(await guess()).toMatchObject({ code: 'LIMIT', by: 'customer', retryAfterMs: 3_600_000 });
  });

  it('logs nothing a customer gave or owns', async () => {
    const lines: unknown[] = [];
    const note = (facts: object, message: string) => void lines.push(facts, message);
    const logger: Logger = { debug: note, info: note, warn: note, error: note };
    const orders = [{ orderId: 'AL-7', state: 'paid', items: [], amount: { amount: 1, currency: 'EUR' } }];
    const { caller } = scripted([down, { orders }, new Error('maria@example.com')], { logger });
    const look = () => caller.call('order.lookup', { orderNumber: 'AL-7', email: 'maria@example.com' }, contextOf());
    await look();
    expect(await failureFrom(look())).toMatchObject({ code: 'UNAVAILABLE', by: 'us', reason: 'internal' });
    expect(lines.length).toBeGreaterThan(4);
    expect(JSON.stringify(lines)).not.toMatch(/maria|AL-7/);
  });
});

describe('a proof', () => {
  const found = { orders: [{ orderId: 'O-2', items: [{ lineId: 'L-2' }] }] };

  it('grows by orders that are found', () => {
    expect(grantAfter('order.lookup', found, { ...noGrant, ...grantOf('order', 1001) }, 0)).toMatchObject({
      level: 'order',
      orderIds: ['AL-1001', 'O-2'],
    });
  });

  it('of a code is not widened by an order of somebody else', () => {
    expect(grantAfter('order.lookup', found, verified, 0)).toBe(verified);
  });

  it('is not given by a wrong code', () => {
    expect(grantAfter('identity.checkCode', { verified: false, triesLeft: 1 }, noGrant, 0)).toBe(noGrant);
  });
});

describe('kept results', () => {
  const opened = (path: string, now = () => 0) =>
    createKeptResults({ ledger: createFileLedger({ fs, path, schema: keptCallsSchema }), now });

  it('survive a restart', async () => {
    const path = join(newFolder(), 'results.json');
    await opened(path).once('k', { a: 1, b: 2 }, async () => 'first');
    expect(await opened(path).once('k', { b: 2, a: 1 }, async () => 'second')).toBe('first');
  });

  it('do not repeat what a process that ended had begun', async () => {
    const path = join(newFolder(), 'results.json');
    let began: () => void = () => undefined;
    const beginning = new Promise<void>((yes) => (began = yes));
    // Never answered: the process is taken for gone.
    void opened(path).once('k', {}, () => (began(), new Promise(() => undefined)));
    await beginning;
    const again = opened(path).once('k', {}, async () => 'twice');
    expect(await failureFrom(again)).toMatchObject({ code: 'CONFLICT', reason: 'unknown-outcome' });
  });

  it('free a key whose work was refused', async () => {
    const results = opened(join(newFolder(), 'results.json'));
    const refused = results.once('k', {}, async () =>
      Promise.reject(new BackOfficeError('NOT_ALLOWED', 'customer', '')),
    );
    await failureFrom(refused);
    expect(await results.once('k', {}, async () => 'now')).toBe('now');
  });

  it('forget a key after thirty days', async () => {
    const path = join(newFolder(), 'results.json');
    await opened(path).once('old', {}, async () => 1);
    const later = opened(path, () => 31 * 24 * 60 * 60_000);
    await later.once('new', {}, async () => 2);
    expect(Object.keys(JSON.parse(await fs.readFile(path, 'utf8')) as object)).toEqual(['new']);
  });

  it('name a file that is broken, without its content', async () => {
    const path = join(newFolder(), 'results.json');
    await fs.writeFile(path, '{"maria');
    const failure = await failureFrom(opened(path).once('k', {}, async () => 1));
    expect(failure.message).toMatch(/results\.json is not valid JSON/);
    expect(failure.message).not.toContain('maria');
  });
});

describe('the caller, asked for an operation that only this provider offers', () => {
  const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
  const ownOperations = operationsDeclared([
    {
      name: 'bell.ring',
      summary: 'Rings.',
      does: 'write',
      needs: 'order',
      retry: 'keyed',
      input: object({ lineId: { type: 'string' }, times: { type: 'integer', maximum: 3 } }),
      output: object({ rung: { type: 'boolean' } }),
    },
  ]);
  const ringing = (answer: unknown) => {
    const backOffice: BackOffice = {
      name: 'own',
      abilities: new Set(['bell.ring']),
      keepsKeys: true,
      perform: (async () => answer) as unknown as BackOffice['perform'],
    };
    return callerOf(backOffice, () => 1000, { ownOperations });
  };
  const ring = (answer: unknown, times: number, grant = order, key: string | undefined = 'key-12345') =>
    ringing(answer).callByName('bell.ring', { lineId, times }, contextOf(grant, key));

  it('checks what goes in and what comes out by its schemas', async () => {
    expect((await ring({ rung: true }, 3)).output).toEqual({ rung: true });
    expect(await failureFrom(ring({ rung: true }, 4))).toMatchObject({ code: 'NOT_ALLOWED', reason: 'bad-input' });
    expect(await failureFrom(ring({ rung: 'loud' }, 1))).toMatchObject({ code: 'UNAVAILABLE', reason: 'bad-output' });
  });

  it('asks for the level it needs, about this line, and for a key', async () => {
    expect(await failureFrom(ring({ rung: true }, 1, noGrant))).toMatchObject({ code: 'NOT_VERIFIED' });
    expect(await failureFrom(ring({ rung: true }, 1, grantOf('order', 1002)))).toMatchObject({ code: 'NOT_VERIFIED' });
    expect(await failureFrom(ring({ rung: true }, 1, order, ''))).toMatchObject({ reason: 'no-key' });
  });

  it('knows none that was not declared', async () => {
    const asking = ringing({}).callByName('bell.toll', {}, contextOf(order));
    expect(await failureFrom(asking)).toMatchObject({ code: 'NOT_SUPPORTED' });
  });
});
