import { beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import type { Brain } from '../../src/service/brain.ts';
import type { Store } from '../../src/service/store.ts';
import { createLowdbStore } from '../../src/storage/lowdb/lowdb-store.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { keyOf } from '../support/conversations.ts';
import { incidentBrain, incidentWorld, seville, type IncidentWorld } from '../support/incident-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const over = 'The network fault in Sevilla is over';
let brain: Brain;

beforeAll(async () => {
  brain = await incidentBrain();
});

const lowdb = (dir: string): Promise<Store> => createLowdbStore({ dir, logger: silentLogger, now: () => 0 });

const overIn = async (world: IncidentWorld, conversation?: string) =>
  (await world.said(conversation)).filter((text) => text.includes(over)).length;

describe.each([
  ['memory', () => Promise.resolve(createMemoryStore())],
  ['lowdb', () => lowdb(newFolder())],
] as const)('the end of an incident, with the %s store', (_name, make) => {
  it('is told once to those who were told of it, in their own conversations, and to nobody else', async () => {
    const world = incidentWorld(brain, await make());
    const { incident } = await world.room.incidents.declare(seville, 'ana');
    await world.say('no internet in Seville', 'a');
    await world.say('sin internet en Sevilla, no puedo conectarme', 'b');
    await world.say('there is no internet here in Madrid', 'c');
    await world.room.incidents.close(incident.id, 'ana');
    await world.room.incidents.close(incident.id, 'ana');
    await world.room.sweep();
    await world.settle();
    expect([await overIn(world, 'a'), await overIn(world, 'c')]).toEqual([1, 0]);
    expect((await world.said('b')).at(-1)).toContain('La avería de red en Sevilla ha terminado');
    expect(await world.store.watched()).toMatchObject([{ incidents: [] }, { incidents: [] }, { incidents: [] }]);
    await world.store.close();
  });
});

describe('the end of an incident', () => {
  it('is told after a crash between the end and the telling, and only once', async () => {
    const dir = newFolder();
    const before = incidentWorld(brain, await lowdb(dir));
    const { incident } = await before.room.incidents.declare(seville, 'ana');
    await before.say('no internet in Seville');
    // The process ends right after the end is stored.
    const ended = { ...incident, state: 'closed' as const, endedAt: before.clock.now };
    await before.store.saveIncident(ended, incident.version);
    await before.store.close();
    for (let starts = 0; starts < 3; starts += 1) {
      const world = incidentWorld(brain, await lowdb(dir));
      await world.room.start();
      expect(await overIn(world)).toBe(1);
      await world.settle();
      await world.store.close();
    }
  });

  it('goes on with the others when one conversation cannot be written, and mends that one later', async () => {
    const store = createMemoryStore();
    let fails = true;
    const failing: Store = {
      ...store,
      commit: (outcome, version) =>
        fails &&
        outcome.entries.some(({ externalId }) => externalId?.endsWith(':over')) &&
        outcome.conversation.key.id === 'a'
          ? Promise.reject(new Error('full'))
          : store.commit(outcome, version),
    };
    const errors: unknown[] = [];
    const world = incidentWorld(brain, failing, undefined, (error) => errors.push(error));
    const { incident } = await world.room.incidents.declare(seville, 'ana');
    for (const conversation of ['a', 'b']) await world.say('no internet in Seville', conversation);
    await world.room.incidents.close(incident.id, 'ana');
    await world.settle();
    expect([await overIn(world, 'a'), await overIn(world, 'b'), errors.length]).toEqual([0, 1, 1]);
    fails = false;
    await world.room.sweep();
    expect([await overIn(world, 'a'), await overIn(world, 'b')]).toEqual([1, 1]);
  });

  it('waits while an agent holds the conversation, and is told when the agent lets go', async () => {
    const world = incidentWorld(brain, createMemoryStore());
    const { incident } = await world.room.incidents.declare(seville, 'ana');
    await world.say('no internet in Seville');
    await world.say('I want to talk to a human agent');
    const ana = { id: 'ana', name: 'Ana' };
    await world.desk.claim(keyOf('a'), ana);
    await world.room.incidents.close(incident.id, 'ana');
    await world.room.sweep();
    expect(await overIn(world)).toBe(0);
    await world.desk.handBack(keyOf('a'), ana);
    await world.settle();
    expect(await overIn(world)).toBe(1);
  });

  it('reaches who subscribed after it was over, at the next sweep', async () => {
    const world = incidentWorld(await incidentBrain('no-signal'), createMemoryStore());
    await world.say('there is no internet, we are already here');
    const { incident } = await world.room.incidents.declare(seville, 'ana');
    await world.say('Seville');
    await world.room.incidents.close(incident.id, 'ana');
    await world.press('yes');
    await world.room.sweep();
    await world.room.sweep();
    expect(await overIn(world)).toBe(1);
  });

  it('disturbs no open dialog', async () => {
    const world = incidentWorld(await incidentBrain('no-signal'), createMemoryStore());
    const { incident } = await world.room.incidents.declare(seville, 'ana');
    await world.say('we have no internet in Seville, there are no bars');
    await world.room.incidents.close(incident.id, 'ana');
    await world.settle();
    await world.press('not-helped');
    expect((await world.said()).at(-1)).toContain('Is the eSIM line switched on?');
  });
});

describe('an incident', () => {
  it('is declared once by a reference of the monitoring, until it is over', async () => {
    const { room } = incidentWorld(brain, createMemoryStore());
    const draft = { ...seville, reference: 'NOC-1' };
    const [first, second] = await Promise.all([
      room.incidents.declare(draft, 'monitoring'),
      room.incidents.declare(draft, 'monitoring'),
    ]);
    expect([first.isNew, second.isNew, second.incident.id]).toEqual([true, false, first.incident.id]);
    await room.incidents.close(first.incident.id, 'monitoring');
    expect((await room.incidents.declare(draft, 'monitoring')).isNew).toBe(true);
  });

  it('cannot be changed once it is over, nor dismissed, and one that is not there is not found', async () => {
    const { room } = incidentWorld(brain, createMemoryStore());
    const { incident } = await room.incidents.declare(seville, 'ana');
    await expect(room.incidents.dismiss(incident.id, 'ana')).rejects.toMatchObject({ code: 'conflict' });
    await room.incidents.close(incident.id, 'ana');
    await expect(room.incidents.edit(incident.id, {})).rejects.toMatchObject({ code: 'conflict' });
    await expect(room.incidents.close('INC-none', 'ana')).rejects.toMatchObject({ code: 'notFound' });
  });
});
