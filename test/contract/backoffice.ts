import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/backoffice/call.ts';
import { noGrant, type Grant } from '../../src/backoffice/grant.ts';
import { operationNames, type Input, type OperationName } from '../../src/backoffice/operations.ts';
import { callerOf, contextOf, failureFrom } from '../support/backoffice-world.ts';
import type { BackOffice } from '../../src/backoffice/operations.ts';

/** A back office with two customers in it, made anew for the suite. */
export interface BackOfficeWorld {
  readonly backOffice: BackOffice;
  readonly now: () => number;
  /** The one-time code that was sent last. */
  readonly lastCode: () => Promise<string>;
  /** A customer with an active line, and an order and a line of somebody else. */
  readonly own: { readonly orderNumber: string; readonly email: string; readonly lineId: string };
  readonly other: { readonly orderNumber: string; readonly lineId: string };
  readonly topUpId: string;
  readonly close: () => Promise<void>;
}

/** What every back office promises. `without`: what it cannot do, which then must be exactly what it declares. */
export function backOfficeContract(
  name: string,
  make: () => Promise<BackOfficeWorld>,
  without: readonly OperationName[] = [],
): void {
  const needing = (...operations: readonly OperationName[]) =>
    operations.some((one) => without.includes(one)) ? it.skip : it;

  describe(`${name} as a back office`, () => {
    let world: BackOfficeWorld;
    let caller: Caller;
    let keys = 0;

    const call = <Name extends OperationName>(
      operation: Name,
      input: Input<Name>,
      grant: Grant = noGrant,
      key?: string,
    ) => caller.call(operation, input, contextOf(grant, key ?? `key-${name.replace(/\W/g, '')}-${(keys += 1)}`));

    const asOrder = async () => {
      const { orderNumber, email } = world.own;
      return (await call('order.lookup', { orderNumber, email })).grant;
    };
    const asVerified = async () => {
      const { orderNumber, email } = world.own;
      const customerRef = { orderNumber, email };
      await call('identity.sendCode', { customerRef, channel: 'email' });
      return (await call('identity.checkCode', { customerRef, code: await world.lastCode() })).grant;
    };

    beforeAll(async () => {
      world = await make();
      caller = callerOf(world.backOffice, world.now);
    });
    afterAll(() => world.close());

    it('declares what it can do', () => {
      expect([...world.backOffice.abilities].sort()).toEqual(
        operationNames.filter((one) => !without.includes(one)).sort(),
      );
    });

    it('says of all else that it cannot', async () => {
      for (const operation of without)
        expect(await failureFrom(call(operation, {}))).toMatchObject({ code: 'NOT_SUPPORTED' });
    });

    it('finds an order by its number and e-mail', async () => {
      const { output, grant } = await call('order.lookup', {
        orderNumber: world.own.orderNumber,
        email: world.own.email,
      });
      expect(output.orders[0]).toMatchObject({ state: 'delivered', items: [{ lineId: world.own.lineId }] });
      expect(grant).toMatchObject({ level: 'order', lineIds: [world.own.lineId] });
    });

    it('does not tell a wrong e-mail from an unknown order', async () => {
      const { orderNumber, email } = world.own;
      const wrongEmail = await failureFrom(call('order.lookup', { orderNumber, email: 'nobody@example.com' }));
      const unknown = await failureFrom(
        call('order.lookup', { orderNumber: '00000000-0000-4000-8000-000000009999', email }),
      );
      expect(wrongEmail).toMatchObject({ code: 'NOT_FOUND', by: 'customer' });
      expect({ code: unknown.code, reason: unknown.reason }).toEqual({
        code: wrongEmail.code,
        reason: wrongEmail.reason,
      });
    });

    it('tells the state of a line', async () => {
      const { output } = await call('line.status', { lineId: world.own.lineId }, await asOrder());
      expect(output).toMatchObject({ state: 'active', iccidLast4: expect.stringMatching(/^\d{4}$/) });
    });

    it('tells nothing of a line to somebody who has proven nothing, or another one', async () => {
      expect(await failureFrom(call('line.status', { lineId: world.own.lineId }))).toMatchObject({ reason: 'level' });
      const grant = await asOrder();
      expect(await failureFrom(call('line.status', { lineId: world.other.lineId }, grant))).toMatchObject({
        code: 'NOT_VERIFIED',
        reason: 'other-order',
      });
    });

    it('shows how much is left in percent, without amounts', async () => {
      const { output } = await call('usage.get', { lineId: world.own.lineId }, await asOrder());
      expect(output.remainingPercent).toBeGreaterThan(0);
      expect(output).not.toHaveProperty('remainingMb');
    });

    needing('line.refresh')('resets a registration', async () => {
      const { output } = await call('line.refresh', { lineId: world.own.lineId }, await asOrder());
      expect(output).toEqual({ accepted: true, waitSeconds: expect.any(Number) });
    });

    needing('identity.sendCode')('verifies by the right code and shows amounts then', async () => {
      const grant = await asVerified();
      expect(grant).toMatchObject({ level: 'verified' });
      const { output } = await call('usage.get', { lineId: world.own.lineId }, grant);
      expect(output).toMatchObject({ remainingMb: expect.any(Number), allowanceMb: expect.any(Number) });
    });

    needing('identity.sendCode')('takes a code three times at most, and once when right', async () => {
      const customerRef = { email: world.own.email };
      await call('identity.sendCode', {
        customerRef: { ...customerRef, orderNumber: world.own.orderNumber },
        channel: 'email',
      });
      const right = await world.lastCode();
      const wrong = right === '000000' ? '111111' : '000000';
      const check = async (code: string) =>
        (
          await call('identity.checkCode', {
            customerRef: { ...customerRef, orderNumber: world.own.orderNumber },
            code,
          })
        ).output;
      expect([await check(wrong), await check(wrong), await check(wrong)].map(({ triesLeft }) => triesLeft)).toEqual([
        2, 1, 0,
      ]);
      expect(await check(right)).toEqual({ verified: false, triesLeft: 0 });
    });

    needing('identity.sendCode')('answers somebody unknown like a customer', async () => {
      const send = async (email: string) => {
        const customerRef = { email, orderNumber: world.own.orderNumber };
        return (await call('identity.sendCode', { customerRef, channel: 'email' })).output;
      };
      const unknown = await send('ghost@example.com');
      const { expiresAt, ...told } = unknown;
      expect(told.sent).toBe(true);
      expect(told.maskedTarget).not.toContain('ghost');
      expect(Date.parse(expiresAt)).toBeGreaterThan(world.now());
      const customerRef = { email: 'ghost@example.com', orderNumber: world.own.orderNumber };
      expect((await call('identity.checkCode', { customerRef, code: '000000' })).output).toEqual({
        verified: false,
        triesLeft: 2,
      });
    });

    needing('topup.create')('tops up once under one key, whoever asks how often', async () => {
      const grant = { ...(await asOrder()), level: 'verified' as const };
      const { lineId } = world.own;
      const left = async () => (await call('usage.get', { lineId }, grant)).output.remainingMb ?? 0;
      const before = await left();
      const topUp = () => call('topup.create', { lineId, optionId: world.topUpId }, grant, 'one-wish-1');
      const [first, second] = await Promise.all([topUp(), topUp()]);
      const third = await topUp();
      const after = await left();
      expect([second.output, third.output]).toEqual([first.output, first.output]);
      expect(after).toBeGreaterThan(before);
      await call('topup.create', { lineId, optionId: world.topUpId }, grant, 'another-wish');
      expect((await left()) - after).toBe(after - before);
    });

    needing('topup.create')('refuses a key with another input', async () => {
      const grant = { ...(await asOrder()), level: 'verified' as const };
      const { lineId } = world.own;
      await call('topup.create', { lineId, optionId: world.topUpId }, grant, 'reused-key');
      const again = call('topup.create', { lineId, optionId: world.topUpId, paymentRef: 'P' }, grant, 'reused-key');
      expect(await failureFrom(again)).toMatchObject({ code: 'CONFLICT', reason: 'key-reused' });
    });

    needing('line.suspend', 'line.resume')('suspends a line for a verified customer only, and resumes it', async () => {
      const { lineId } = world.own;
      const order = await asOrder();
      const suspended = call('line.suspend', { lineId, reason: 'lost' }, order);
      expect(await failureFrom(suspended)).toMatchObject({ code: 'NOT_VERIFIED', reason: 'level' });
      const grant = { ...order, level: 'verified' as const };
      expect((await call('line.suspend', { lineId, reason: 'lost' }, grant)).output.state).toBe('suspended');
      expect((await call('line.status', { lineId }, grant)).output.state).toBe('suspended');
      expect(await failureFrom(call('line.suspend', { lineId, reason: 'lost' }, grant))).toMatchObject({
        code: 'NOT_ALLOWED',
      });
      expect((await call('line.resume', { lineId }, grant)).output.state).toBe('active');
    });
  });
}
