import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Brain } from '../../src/service/brain.ts';
import { keyOf } from '../support/conversations.ts';
import { messageOf, serviceWorld, type ServiceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';

let brain: Brain;
let world: ServiceWorld;
let count: number;

beforeAll(async () => {
  brain = await smallBrain();
});
beforeEach(() => {
  world = serviceWorld(brain);
  count = 0;
});

const say = (text: string, rest = {}) => world.say(text, { externalId: `m${(count += 1)}`, ...rest });
const conversation = async () => (await world.store.load(keyOf('a'))).conversation;
/** Presses the button whose value ends so. */
async function press(value: string): Promise<void> {
  const offered = (await conversation())?.flow?.offered.find((one) => one.value.endsWith(`:${value}`));
  await say(offered?.title ?? '', { choice: offered?.value });
}
/** Answers the call that the dialog waits for: there is no outage. */
async function noOutage(): Promise<void> {
  const call = (await conversation())?.calls?.[0];
  if (call?.operation !== 'outage.list') throw new Error(`outage.list is not asked for, but ${call?.operation}`);
  const proof = { level: 'none', orderIds: [], lineIds: [], verifiedLineIds: [] } as const;
  await world.turns.handleCalled(keyOf('a'), { call, result: { kind: 'ok', output: { outages: [] }, proof } });
}
/** Is told that there is no network before landing, which solves nothing. */
async function beTold(): Promise<void> {
  await say('x', { choice: 'flow:no-signal' });
  await press('no');
  await press('no');
}
/** Has the fault found and no guide sent, up to the rating. */
async function solve(): Promise<void> {
  await say('x', { choice: 'flow:no-signal' });
  await press('yes');
  await press('unknown');
  await noOutage();
  await press('bars');
  await press('worked');
  await press('no');
}

describe('a rating', () => {
  it('is kept with the conversation, with the customer’s own words', async () => {
    await solve();
    await press('4');
    await say('Quick and friendly');
    expect(await conversation()).toMatchObject({
      slots: { rating: '4', ratingComment: 'Quick and friendly' },
      owner: 'bot',
    });
    expect((await conversation())?.flow).toBeUndefined();
  });

  it('is asked once, also where it was passed over', async () => {
    await solve();
    await press('unknown');
    expect((await conversation())?.slots.rating).toBe('unknown');
    await solve();
    expect((await conversation())?.flow).toBeUndefined();
  });

  it('does not stand in the way of another question', async () => {
    await solve();
    expect((await conversation())?.flow?.flow).toBe('rate');
    await say('I want to talk to a person');
    expect(await conversation()).toMatchObject({ owner: 'queue' });
  });

  it('is passed over by whatever is no answer, which is heard as ever', async () => {
    await solve();
    await say('thanks');
    const last = (await world.transcript()).at(-1);
    expect(last).toMatchObject({ decision: { kind: 'social', reason: 'thanks' } });
    expect((await conversation())?.flow).toBeUndefined();
    expect((await conversation())?.slots.rating).toBe('unknown');
  });

  it('is not asked of who was only told something', async () => {
    await beTold();
    expect((await conversation())?.flow).toBeUndefined();
  });
});

describe('the time of a call', () => {
  const untilTheTime = async () => {
    await press('english');
    await press('phone');
    await say('+447911123456');
    await press('yes');
  };

  it('is asked for by the clock of the customer’s device, if that tells its zone', async () => {
    await world.turns.handleMessage(messageOf('x', { choice: 'flow:callback', timeZone: 'Asia/Shanghai' }));
    await untilTheTime();
    expect((await conversation())?.calls?.[0]).toMatchObject({
      operation: 'callback.slots',
      input: { timezone: 'Asia/Shanghai' },
    });
  });

  it('is asked for by the clock the customer tells, else', async () => {
    world.clock.now = Date.parse('2026-08-12T09:00:00Z');
    await say('x', { choice: 'flow:callback', at: world.clock.now });
    await untilTheTime();
    await say('17:04', { at: world.clock.now });
    expect((await conversation())?.calls?.[0]).toMatchObject({ input: { timezone: 'UTC+08:00' } });
  });
});
