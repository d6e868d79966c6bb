import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Brain } from '../../src/service/brain.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { keyOf } from '../support/conversations.ts';
import { incidentBrain, incidentWorld, seville, type IncidentWorld } from '../support/incident-world.ts';

let plain: Brain;
let noSignal: Brain;
let report: Brain;
let world: IncidentWorld;

beforeAll(async () => {
  plain = await incidentBrain();
  noSignal = await incidentBrain('no-signal');
  report = await incidentBrain('outage-report');
});
beforeEach(() => {
  world = incidentWorld(plain, createMemoryStore());
});

const firstLines = async (conversation?: string) =>
  (await world.said(conversation)).map((text) => text.split(/[.。*]/).find((part) => part.trim() !== ''));

describe('the notice of a declared incident', () => {
  it('comes before the answer to a question about it', async () => {
    await world.room.incidents.declare(seville, 'ana');
    await world.say('no internet in Seville');
    expect(await firstLines()).toEqual(['There is a known network fault in Sevilla', 'Turn on roaming for the line']);
  });

  it.each([
    ['es', 'sin internet en Sevilla', 'Hay una avería de red conocida en Sevilla'],
    ['zh-Hans', '我在塞维利亚，没有网络', 'Sevilla目前有已知的网络故障'],
    ['zh-Hant', '我在塞維亞，沒有網路，上不了網', 'Sevilla目前有已知的網路障礙'],
  ])('speaks %s to who writes it', async (_language, question, notice) => {
    await world.room.incidents.declare(seville, 'ana');
    await world.say(question);
    expect((await firstLines())[0]).toBe(notice);
  });

  it('is phrased with care where nobody knows where the customer is', async () => {
    await world.room.incidents.declare(seville, 'ana');
    await world.say('there is no internet here');
    expect((await firstLines())[0]).toBe('If you are in Sevilla: there is a known network fault there');
  });

  it.each([
    ['another town', 'there is no internet here in Madrid'],
    ['another network', 'no internet in Seville with Vodafone'],
    ['another country', 'no internet in Paris, France'],
  ])('does not come to a customer in %s', async (_where, question) => {
    await world.room.incidents.declare(seville, 'ana');
    await world.say(question);
    expect(await firstLines()).toEqual(['Turn on roaming for the line']);
  });

  it('comes before the question which of two such questions was meant', async () => {
    await world.room.incidents.declare(seville, 'ana');
    const unsure: Brain = { ...plain, thresholds: () => ({ answer: 1.1, clarify: 0 }) };
    const only = { ...unsure, rank: (...asked: Parameters<Brain['rank']>) => plain.rank(...asked).slice(0, 1) };
    world = incidentWorld(only, world.store);
    await world.say('no internet in Seville');
    expect((await firstLines())[0]).toBe('There is a known network fault in Sevilla');
    expect((await world.said())[1]).toContain('Did you mean');
  });

  it('does not come before an answer to another question', async () => {
    await world.room.incidents.declare(seville, 'ana');
    await world.say('how do I top up in Seville');
    expect(await world.said()).toHaveLength(1);
  });

  it('does not come for another service, nor before it is declared or after it is over', async () => {
    const { incident } = await world.room.incidents.declare({ ...seville, services: ['calls'] }, 'ana');
    await world.say('no internet in Seville');
    expect(await world.said()).toHaveLength(1);
    await world.room.incidents.edit(incident.id, { services: ['data'] });
    await world.room.incidents.close(incident.id, 'ana');
    await world.say('no internet in Seville', 'b');
    expect(await world.said('b')).toHaveLength(1);
  });

  it('comes once, and again when the customer asks much later', async () => {
    await world.room.incidents.declare(seville, 'ana');
    await world.say('no internet in Seville');
    await world.say('there is no connection in Seville');
    expect(await world.said()).toHaveLength(3);
    world.clock.now += 11 * 60_000;
    await world.say('no internet in Seville');
    expect(await world.said()).toHaveLength(5);
  });

  it('has the note in the language the customer writes, also where the bot speaks another', async () => {
    await world.room.incidents.declare({ ...seville, notes: { en: 'Cable cut.', ar: 'قطع في الكابل.' } }, 'ana');
    await world.say('لا يوجد إنترنت في إشبيلية، internet لا يعمل');
    expect((await world.said())[0]).toContain('قطع في الكابل.');
  });

  it('shows what an operator typed as text', async () => {
    await world.room.incidents.declare({ ...seville, notes: { en: '<b>Mast</b> *down*' } }, 'ana');
    await world.say('no internet in Seville');
    expect((await world.said())[0]).toContain('\\<b\\>Mast\\</b\\> \\*down\\*');
  });
});

describe('the notice and the dialog no-signal', () => {
  beforeEach(async () => {
    world = incidentWorld(noSignal, createMemoryStore());
    await world.room.incidents.declare(seville, 'ana');
  });

  it('comes before the first step, which does not tell it again', async () => {
    await world.say('we have no internet in Seville, there are no bars');
    const [notice, step, ...rest] = await firstLines();
    expect(notice).toBe('There is a known network fault in Sevilla');
    expect(step).toMatch(/^Turn airplane mode on/);
    expect(rest).toEqual([]);
    expect(world.asked).toEqual(['outage.list']);
  });

  it('is told for sure as soon as the place is known, before any step', async () => {
    await world.say('there is no internet, we are already here');
    expect((await firstLines())[0]).toMatch(/^If you are in Sevilla/);
    await world.say('Seville');
    const last = (await world.said()).at(-1);
    expect(last).toContain('There is a known fault at Orange since');
    await world.press('yes');
    expect((await world.said()).at(-1)).toBe("I'll write to you as soon as it is repaired.");
    expect((await world.store.load(keyOf('a'))).conversation?.incidents).toMatchObject([{ id: 'INC-1', sure: true }]);
  });

  it('is forgotten for a customer who turns out to be elsewhere', async () => {
    await world.say('there is no internet, we are already here');
    await world.say('Madrid');
    const { conversation } = await world.store.load(keyOf('a'));
    expect(conversation?.incidents).toBeUndefined();
    expect((await world.said()).at(-1)).toMatch(/next to the eSIM/);
  });
});

describe('the notice and the dialog outage-report', () => {
  it('is not told again, and no e-mail is asked for', async () => {
    world = incidentWorld(report, createMemoryStore());
    await world.room.incidents.declare({ ...seville, expectedEnd: world.clock.now + 3_600_000 }, 'ana');
    await world.say('no internet in Seville');
    await world.press('unknown');
    expect((await firstLines())[0]).toBe('There is a known network fault in Sevilla');
    expect((await world.said()).at(-1)).toBe("I'll write to you as soon as it is repaired.");
  });
});
