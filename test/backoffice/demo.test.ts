import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { devices, findDevice } from '../../src/backoffice/demo/devices.ts';
import { demoStateSchema, type DemoState } from '../../src/backoffice/demo/state.ts';
import { createFileLedger } from '../../src/backoffice/file-ledger.ts';
import type { Ledger } from '../../src/backoffice/ledger.ts';
import type { Input, OperationName } from '../../src/backoffice/operations.ts';
import { backOfficeContract } from '../contract/backoffice.ts';
import { createMemoryOutbox, type Outbox } from '../../src/backoffice/outbox.ts';
import { callerOf, contextOf, demoWorld, failureFrom, grantOf } from '../support/backoffice-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const fileLedger = (path: string) => createFileLedger({ fs, path, schema: demoStateSchema });

async function contractWorld(ledger?: Ledger<DemoState>) {
  const { demo, outbox, now } = await demoWorld(ledger === undefined ? {} : { ledger });
  return {
    backOffice: demo,
    now,
    lastCode: async () => /\d{6}/.exec(outbox.messages().at(-1)?.text ?? '')?.[0] ?? '',
    own: { orderNumber: 'AL-1001', email: 'maria@example.com', lineId: 'L-1001' },
    other: { orderNumber: 'AL-1002', lineId: 'L-1002' },
    topUpId: 'topup-3gb',
    close: async () => undefined,
  };
}

backOfficeContract('the demo in memory', () => contractWorld());
backOfficeContract('the demo in a file', () => contractWorld(fileLedger(join(newFolder(), 'demo.json'))));

describe('the demo', () => {
  let keys = 0;
  async function opened(rest: Parameters<typeof demoWorld>[0] = {}) {
    const world = await demoWorld(rest);
    const caller = callerOf(world.demo, world.now);
    const call = async <Name extends OperationName>(name: Name, input: Input<Name>, number = 1001, key?: string) =>
      (await caller.call(name, input, contextOf(grantOf('verified', number), key ?? `demo-key-${(keys += 1)}`))).output;
    return { ...world, caller, call };
  }

  it('has a line in each state', async () => {
    const { call } = await opened();
    const states = [1001, 1002, 1003, 1004, 1006, 1007, 1008, 1014, 1015].map(
      async (number) => (await call('line.status', { lineId: `L-${number}` }, number)).state,
    );
    expect(await Promise.all(states)).toEqual([
      'active',
      'not-installed',
      'suspended',
      'expired',
      'pending-id',
      'installed',
      'suspended',
      'pending-operator',
      'deleted',
    ]);
  });

  it('shows a line without data and one without signal', async () => {
    const { call } = await opened();
    expect(await call('usage.get', { lineId: 'L-1005' }, 1005)).toMatchObject({ remainingPercent: 0, remainingMb: 0 });
    expect(await call('line.status', { lineId: 'L-1007' }, 1007)).not.toHaveProperty('lastRegistration.time');
  });

  it('lets a plan expire when its days are over', async () => {
    const { call, pass } = await opened();
    await call('line.status', { lineId: 'L-1001' });
    pass(26 * 24 * 60 * 60_000);
    expect((await call('line.status', { lineId: 'L-1001' })).state).toBe('expired');
  });

  it('suspends as a precaution on two right facts, and not with a wrong one', async () => {
    const { caller } = await opened();
    const suspend = (facts: { planName?: string; cardLast4?: string; purchaseDate?: string }) =>
      caller.call(
        'line.suspend',
        { lineId: 'L-1001', reason: 'protective', facts },
        contextOf(grantOf('order', 1001), `facts-${(keys += 1)}-x`),
      );
    expect(await failureFrom(suspend({ cardLast4: '4240' }))).toMatchObject({ code: 'NOT_VERIFIED' });
    expect(await failureFrom(suspend({ cardLast4: '4240', planName: 'Europa' }))).toMatchObject({ reason: 'facts' });
    expect((await suspend({ cardLast4: '4240', planName: 'españa 10 gb' })).output.state).toBe('suspended');
  });

  it('does not resume what the provider suspended', async () => {
    const { call } = await opened();
    expect(await failureFrom(call('line.resume', { lineId: 'L-1008' }, 1008))).toMatchObject({
      code: 'NOT_ALLOWED',
      reason: 'misuse',
    });
  });

  it('does not reissue a line that may be the only connection', async () => {
    const { call } = await opened();
    const reissue = (otherConnection: boolean) =>
      call('esim.reissue', { lineId: 'L-1001', reason: 'new-phone', otherConnection });
    expect(await failureFrom(reissue(false))).toMatchObject({ code: 'NOT_ALLOWED', reason: 'only-connection' });
    expect(await reissue(true)).toMatchObject({ state: 'issued', reissuesLeft: 1, sentTo: 'm…@example.com' });
  });

  it('gives an unused order back in full, once', async () => {
    const { call } = await opened();
    const asked = await call('refund.checkEligibility', { orderId: 'AL-1002', reason: 'not-needed' }, 1002);
    expect(asked).toMatchObject({
      result: 'eligible-full',
      rule: 'not-installed',
      amount: { amount: 9.9, currency: 'EUR' },
    });
    const amount = { amount: 9.9, currency: 'EUR' };
    expect(await call('refund.create', { orderId: 'AL-1002', reason: 'not-needed', amount }, 1002)).toMatchObject({
      state: 'approved',
    });
    expect((await call('line.status', { lineId: 'L-1002' }, 1002)).state).toBe('deleted');
    expect(
      await failureFrom(call('refund.create', { orderId: 'AL-1002', reason: 'other', amount }, 1002)),
    ).toMatchObject({ reason: 'already-asked' });
  });

  it('sees a payment that was made twice, and never gives more than the rules', async () => {
    const { call } = await opened();
    const input = { orderId: 'AL-1011', reason: 'double-charge' as const };
    expect(await call('refund.checkEligibility', input, 1011)).toMatchObject({ rule: 'duplicate-payment' });
    const more = call('refund.create', { ...input, amount: { amount: 99, currency: 'EUR' } }, 1011);
    expect(await failureFrom(more)).toMatchObject({ reason: 'amount' });
  });

  it('tells exactly why a code does not work', async () => {
    const { call } = await opened();
    const reason = async (code: string, rest = {}) =>
      (await call('promo.validate', { code, planId: 'es-30d-10gb', ...rest })).reason;
    expect(await reason('hola10', { newCustomer: false })).toBe('first-purchase');
    expect(await reason('VERANO25')).toBe('other-plan');
    expect(await reason('GRUPO4')).toBe('minimum');
    expect(await reason('NOPE')).toBe('unknown');
    expect(await call('promo.validate', { code: ' hola10', planId: 'es-30d-10gb' })).toMatchObject({
      valid: true,
      saving: { amount: 1.59 },
    });
  });

  it('knows the disturbance in Seville and no other', async () => {
    const { call } = await opened();
    expect((await call('outage.list', { country: 'ES', place: '塞维利亚' })).outages).toHaveLength(1);
    expect((await call('outage.list', { country: 'ES', place: 'Bilbao' })).outages).toEqual([]);
  });

  it('does not tell an account from none', async () => {
    const { call } = await opened();
    expect(await call('account.lookup', { identifier: 'ghost@example.com' })).toEqual({ loginMethod: 'password' });
    expect(await call('account.sendReset', { identifier: 'ghost@example.com', channel: 'email' })).toMatchObject({
      sent: true,
    });
  });

  it('keeps changes and keys over a restart', async () => {
    const path = join(newFolder(), 'demo.json');
    const first = await opened({ ledger: fileLedger(path) });
    const before = await first.call('topup.create', { lineId: 'L-1001', optionId: 'topup-3gb' }, 1001, 'the-one-key');
    const second = await opened({ ledger: fileLedger(path) });
    expect(await second.call('topup.create', { lineId: 'L-1001', optionId: 'topup-3gb' }, 1001, 'the-one-key')).toEqual(
      before,
    );
    expect((await second.call('usage.get', { lineId: 'L-1001' })).remainingMb).toBe(before.newRemainingMb);
  });

  it('changes nothing where it cannot save', async () => {
    let isFull = false;
    const kept = fileLedger(join(newFolder(), 'demo.json'));
    const ledger: Ledger<DemoState> = {
      load: () => kept.load(),
      save: (state) => (isFull ? Promise.reject(new Error('disk full')) : kept.save(state)),
    };
    const { call } = await opened({ ledger });
    const before = await call('usage.get', { lineId: 'L-1001' });
    isFull = true;
    expect(await failureFrom(call('topup.create', { lineId: 'L-1001', optionId: 'topup-3gb' }))).toMatchObject({
      by: 'us',
    });
    isFull = false;
    expect(await call('usage.get', { lineId: 'L-1001' })).toEqual(before);
  });
});

describe('the devices of the demo', () => {
  it.each([
    ['Samsung Galaxy S23 Ultra 5G', 'Galaxy S23 Ultra'],
    ['Samsung S23', 'Galaxy S23'],
    ['iphone15 pro', 'iPhone 15 Pro'],
    ['iPhone SE (2022)', 'iPhone SE (2022)'],
    ['Xiaomi 13', '13'],
    ['Pixel 7a', 'Pixel 7a'],
    ['13', undefined],
    ['Galaxy', undefined],
  ])('finds %s', (asked, model) => {
    expect(findDevice(undefined, asked)?.model).toBe(model);
  });

  it('are more than eighty, none twice', () => {
    expect(devices.length).toBeGreaterThan(80);
    expect(new Set(devices.map(({ brand, model }) => `${brand} ${model}`)).size).toBe(devices.length);
  });

  it('depend on the market', async () => {
    const { demo, now } = await demoWorld();
    const caller = callerOf(demo, now);
    const esim = async (region?: string) =>
      (await caller.call('device.lookup', { model: 'iPhone 15', region }, contextOf())).output.esim;
    expect([await esim(), await esim('CN'), await esim('ES')]).toEqual(['depends', 'no', 'yes']);
  });
});

describe('the demo, ended between a change and its mail', () => {
  it('sends the mail when it is asked again, and only then', async () => {
    let isDown = true;
    const sent = createMemoryOutbox();
    const outbox: Outbox = {
      send: async (message) => {
        if (isDown) throw new Error('the process ended here');
        await sent.send(message);
      },
    };
    const { demo, now } = await demoWorld({ outbox });
    const resend = () =>
      callerOf(demo, now).call(
        'esim.resendActivation',
        { lineId: 'L-1002' },
        contextOf(grantOf('verified', 1002), 'key-12345'),
      );
    const first = await resend();
    isDown = false;
    expect((await resend()).output).toEqual(first.output);
    await resend();
    expect(sent.messages().map(({ kind }) => kind)).toEqual(['activation']);
  });
});
