import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import type { Brain } from '../../src/service/brain.ts';
import type { Store } from '../../src/service/store.ts';
import { createLowdbStore } from '../../src/storage/lowdb/lowdb-store.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { incidentBrain, incidentWorld, seville, type IncidentWorld } from '../support/incident-world.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const minute = 60_000;
const question = 'no internet in Seville with Orange';
let brain: Brain;
let world: IncidentWorld;

beforeAll(async () => {
  brain = await incidentBrain();
});
beforeEach(() => {
  world = incidentWorld(brain, createMemoryStore());
});

/** What is proposed, once all that was said is considered. */
async function proposed(of: IncidentWorld = world) {
  await of.settle();
  return of.store.findIncidents({ states: ['proposed'] });
}

const ask = async (texts: readonly string[], of: IncidentWorld = world) => {
  for (const [index, text] of texts.entries()) await of.say(text, `c${index}`);
};

describe('several conversations about no signal', () => {
  it('from one place and network within half an hour propose an incident, in any language', async () => {
    await world.say(question, 'a');
    world.clock.now += 14 * minute;
    await world.say('sin internet en Sevilla, Orange', 'b');
    world.clock.now += 14 * minute;
    await world.say('我在塞维利亚，Orange 没有网络', 'c');
    expect(await proposed()).toMatchObject([
      {
        country: 'ES',
        places: ['Seville'],
        network: 'Orange',
        since: world.clock.now - 28 * minute,
        reported: 3,
        reports: ['test:a', 'test:b', 'test:c'],
      },
    ]);
  });

  it.each([
    ['two conversations', [question, question]],
    ['three places', [question, 'no internet in Madrid, Orange', 'no internet in Granada, Orange']],
    ['three networks', [question, 'no internet in Seville, Vodafone', 'no internet in Seville, Movistar']],
    ['a country without a town', Array.from({ length: 3 }, () => 'no internet in Spain, Orange')],
    ['places that nobody told', Array.from({ length: 3 }, () => 'there is no internet here, Orange')],
    ['another question', Array.from({ length: 3 }, () => 'how do I top up in Seville with Orange')],
  ])('propose nothing of %s', async (_what, texts) => {
    await ask(texts);
    expect(await proposed()).toEqual([]);
  });

  it('count once each, however often they ask', async () => {
    for (let times = 0; times < 4; times += 1) await world.say(question, 'a');
    expect(await proposed()).toEqual([]);
  });

  it('count for half an hour', async () => {
    await ask([question, question]);
    world.clock.now += 31 * minute;
    await world.say(question, 'late');
    expect(await proposed()).toEqual([]);
  });

  it('count from when the place is told in the dialog', async () => {
    const guided = incidentWorld(await incidentBrain('no-signal'), createMemoryStore());
    for (const conversation of ['a', 'b', 'c']) {
      await guided.say('there is no internet, we are already here', conversation);
      await guided.say('Seville', conversation);
    }
    const [found] = await proposed(guided);
    expect(found).toMatchObject({ places: ['Seville'], reported: 3 });
    expect(found?.network).toBeUndefined();
  });

  it('propose one incident only, to which later ones are added', async () => {
    await ask([question, question, question, question, question]);
    expect(await proposed()).toMatchObject([{ reported: 5 }]);
  });

  it('propose nothing where an incident is open', async () => {
    await world.room.incidents.declare(seville, 'ana');
    await ask([question, question, question]);
    expect(await proposed()).toEqual([]);
  });

  it('are heard of by those who listen', async () => {
    await ask([question, question, question]);
    await world.settle();
    expect(world.changes).toMatchObject([{ state: 'proposed', reported: 3 }]);
  });

  it('count across a restart', async () => {
    const dir = newFolder();
    const open = (): Promise<Store> => createLowdbStore({ dir, logger: silentLogger, now: () => world.clock.now });
    const before = incidentWorld(brain, await open(), world.clock);
    await ask([question, question], before);
    await before.settle();
    await before.store.close();
    const after = incidentWorld(brain, await open(), world.clock);
    await after.room.start();
    await after.say(question, 'third');
    expect(await proposed(after)).toMatchObject([{ reported: 3 }]);
    await after.store.close();
  });
});

describe('a proposal', () => {
  async function proposal() {
    await ask([question, question, question]);
    const changed =
      world.changes.length > 0 ? Promise.resolve() : new Promise<void>((done) => world.room.subscribe(() => done()));
    await changed;
    const [found] = await world.store.findIncidents({ states: ['proposed'] });
    return found?.id ?? '';
  }

  it('that is declared is told to those who made it, once, and so is its end', async () => {
    const id = await proposal();
    await world.room.incidents.accept(id, { ...seville, places: ['Seville'] }, 'ana');
    await world.room.incidents.accept(id, seville, 'bo');
    await world.room.sweep();
    const known = (await world.said('c0')).filter((text) => text.includes('There is a known network fault in Seville'));
    expect(known).toHaveLength(1);
    await world.room.incidents.close(id, 'ana');
    await world.settle();
    expect((await world.said('c2')).at(-1)).toContain('is over');
    expect(await world.store.incident(id)).toMatchObject({ state: 'closed', openedBy: 'ana', reports: [] });
  });

  it('that is dismissed is told to nobody and does not come back of the same messages', async () => {
    const id = await proposal();
    await world.room.incidents.dismiss(id, 'ana');
    world.clock.now += minute;
    await world.say(question, 'c3');
    expect(await world.said('c0')).toHaveLength(1);
    expect(await proposed()).toEqual([]);
  });

  it('that was dismissed comes again of as many new messages', async () => {
    const id = await proposal();
    await world.room.incidents.dismiss(id, 'ana');
    world.clock.now += minute;
    for (const conversation of ['x', 'y', 'z']) await world.say(question, conversation);
    expect(await proposed()).toMatchObject([{ reported: 3, reports: ['test:x', 'test:y', 'test:z'] }]);
  });

  it('cannot be closed before it is declared', async () => {
    const id = await proposal();
    await expect(world.room.incidents.close(id, 'ana')).rejects.toMatchObject({ code: 'conflict' });
  });
});
