import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import type { Brain } from '../../src/service/brain.ts';
import { createLowdbStore } from '../../src/storage/lowdb/lowdb-store.ts';
import { keyOf } from '../support/conversations.ts';
import { lineOf, messageOf, serviceWorld, type ServiceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
let brain: Brain;
let world: ServiceWorld;

beforeAll(async () => {
  brain = await smallBrain();
});
beforeEach(() => {
  world = serviceWorld(brain);
});

const begin = (flow: string, id = 'a') =>
  world.turns.handleMessage(messageOf(`begin ${flow}`, { key: keyOf(id), choice: `flow:${flow}` }));
const conversation = async (id = 'a') => (await world.store.load(keyOf(id))).conversation;
/** Lets time pass, and looks after what was left alone. */
async function pass(ms: number): Promise<void> {
  world.clock.now += ms;
  await world.leftAlone();
}
const tickets = () => world.store.findTickets({ statuses: ['open'] });

describe('an urgent dialog that is left alone', () => {
  it('opens a ticket with what it learned after half an hour, and not before', async () => {
    await begin('no-signal');
    await world.say('yes, I am in Spain already');
    await pass(30 * minuteMs - 1);
    expect(await tickets()).toEqual([]);
    await pass(1);
    expect(await tickets()).toMatchObject([
      { reason: 'dialog-ended', priority: 'high', packet: { flow: 'no-signal', slots: { inCountry: 'yes' } } },
    ]);
    expect(await conversation()).toMatchObject({ owner: 'queue' });
    expect((await conversation())?.flow).toBeUndefined();
    expect((await world.transcript()).map(lineOf)).toContainEqual(expect.stringContaining('bot → queue'));
  });

  it('does so once, however often it is looked at', async () => {
    await begin('no-signal');
    await pass(30 * minuteMs);
    const { length } = await world.transcript();
    await Promise.all([world.leftAlone(), world.leftAlone()]);
    await pass(dayMs);
    expect(await tickets()).toHaveLength(1);
    expect(await world.transcript()).toHaveLength(length);
  });

  it('counts from the last message on', async () => {
    await begin('no-signal');
    world.clock.now += 29 * minuteMs;
    await world.say('yes');
    await pass(29 * minuteMs);
    expect(await tickets()).toEqual([]);
    await pass(minuteMs);
    expect(await tickets()).toHaveLength(1);
  });

  it('goes on where the customer answered in the same moment', async () => {
    await begin('no-signal');
    world.clock.now += 30 * minuteMs;
    await Promise.all([world.say('yes'), world.leftAlone()]);
    expect(await tickets()).toEqual([]);
    expect(await conversation()).toMatchObject({ owner: 'bot', flow: { flow: 'no-signal' } });
  });

  it('is looked after by the next start when the process ended before', async () => {
    const dir = newFolder();
    const open = () => createLowdbStore({ dir, logger: silentLogger, now: () => world.clock.now });
    const first = await open();
    world = serviceWorld(brain, first);
    await begin('no-signal');
    await first.close();
    const second = await open();
    world = serviceWorld(brain, second);
    await pass(30 * minuteMs);
    expect(await tickets()).toHaveLength(1);
    await pass(dayMs);
    expect(await second.due(world.clock.now, 10)).toEqual([]);
    await second.close();
  });

  it('opens its ticket with the next look when the write failed', async () => {
    let fails = true;
    const failing = serviceWorld(brain, world.store, (store) => ({
      ...store,
      commit: async (outcome, version) => {
        if (outcome.tickets.length > 0 && fails) throw new Error('the disk is full');
        return store.commit(outcome, version);
      },
    }));
    await begin('no-signal');
    failing.clock.now = world.clock.now + 30 * minuteMs;
    await expect(failing.leftAlone()).rejects.toThrow('the disk is full');
    expect(await tickets()).toEqual([]);
    fails = false;
    await failing.leftAlone();
    expect(await tickets()).toHaveLength(1);
  });
});

describe('another dialog that is left alone', () => {
  it('is kept for a day, and then ends without a word and without a ticket', async () => {
    await begin('device-check');
    await pass(dayMs - 1);
    expect((await conversation())?.flow).toBeDefined();
    const { length } = await world.transcript();
    await pass(1);
    expect(await conversation()).toMatchObject({ owner: 'bot' });
    expect((await conversation())?.flow).toBeUndefined();
    const added = (await world.transcript()).slice(length);
    expect(added).toMatchObject([
      { content: { kind: 'event', name: 'simpatico.dialog', value: { dialog: 'device-check', reason: 'expired' } } },
    ]);
    expect(await tickets()).toEqual([]);
  });
});

describe('looking after dialogs', () => {
  it('reads nothing of what is finished or waits for a person', async () => {
    for (let index = 0; index < 30; index += 1) {
      await begin('device-check', `done-${index}`);
      await world.turns.handleMessage(messageOf('stop', { key: keyOf(`done-${index}`) }));
      await world.turns.handleMessage(messageOf('I want a person', { key: keyOf(`queue-${index}`) }));
    }
    await begin('no-signal');
    const loaded: string[] = [];
    const watched = serviceWorld(brain, world.store, (store) => ({
      ...store,
      load: (key, options) => {
        loaded.push(key.id);
        return store.load(key, options);
      },
    }));
    watched.clock.now = world.clock.now + dayMs;
    await watched.leftAlone();
    expect(loaded).toEqual(['a']);
  });
});
