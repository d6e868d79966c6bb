import { beforeAll, describe, expect, it } from 'vitest';
import type { Brain } from '../../src/service/brain.ts';
import type { Store } from '../../src/service/store.ts';
import { entryOf, keyOf, outcomeOf } from '../support/conversations.ts';
import { lineOf, messageOf, serviceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';

describe('taking messages into conversations', () => {
  let brain: Brain;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  /** Something else is committed right before the next commits, `times` times. */
  function withIntruder(times: number): (store: Store) => Store {
    let left = times;
    return (store) => ({
      ...store,
      async commit(outcome, version) {
        if (left > 0) {
          left -= 1;
          const { conversation, recent } = await store.load(outcome.conversation.key);
          const entry = entryOf((recent.at(-1)?.seq ?? 0) + 1, { content: { kind: 'event', name: 'intruder' } });
          await store.commit(outcomeOf(outcome.conversation.key, [entry]), conversation?.version ?? 0);
        }
        return store.commit(outcome, version);
      },
    });
  }

  it('stores the message and its answer, tells where the message stands, and then tells the listeners', async () => {
    const { say, transcript, events } = serviceWorld(brain);
    expect(await say('my data does not work')).toEqual({ seq: 1 });
    const entries = await transcript();
    expect(entries.map(lineOf)).toEqual([
      '1 customer: my data does not work',
      '2 bot: Turn on roaming for the line. Write “agent” if it stays dead.',
    ]);
    expect(events.map(({ key, entries: told }) => [key, told.length])).toEqual([[keyOf('a'), 2]]);
  });

  it('answers a message that comes twice once, and tells the same place both times', async () => {
    const { say, transcript, events } = serviceWorld(brain);
    await say('hello');
    const first = await say('top up', { externalId: 'm1' });
    expect(await say('top up', { externalId: 'm1' })).toEqual(first);
    expect(await transcript()).toHaveLength(4);
    expect(events).toHaveLength(2);
  });

  it('answers once a message that comes many times at once', async () => {
    const { say, transcript } = serviceWorld(brain);
    const places = await Promise.all(Array.from({ length: 5 }, () => say('top up', { externalId: 'm1' })));
    expect(new Set(places.map(({ seq }) => seq)).size).toBe(1);
    expect(await transcript()).toHaveLength(2);
  });

  it('answers once even when another process committed the same message in between', async () => {
    const world = serviceWorld(brain, (store) => ({ ...store, load: (key) => store.load(key) }));
    await world.say('top up', { externalId: 'm1' });
    expect(await world.say('top up', { externalId: 'm1' })).toEqual({ seq: 1 });
    expect(await world.transcript()).toHaveLength(2);
  });

  it('finds the place of a repeated message in a long transcript', async () => {
    const { say, store } = serviceWorld(brain);
    const entries = Array.from({ length: 1200 }, (_, at) => entryOf(at + 1, { externalId: `old-${at + 1}` }));
    await store.commit(outcomeOf(keyOf('a'), entries), 0);
    expect(await say('again', { externalId: 'old-1100' })).toEqual({ seq: 1100 });
  });

  it('keeps the order of messages that come at once in one conversation, and loses none', async () => {
    const { say, transcript } = serviceWorld(brain);
    const texts = Array.from({ length: 20 }, (_, at) => `message ${at}`);
    await Promise.all(texts.map((text) => say(text)));
    const entries = await transcript();
    const customers = entries.filter(({ author }) => author.role === 'customer');
    expect(customers.map(({ externalId }) => externalId)).toEqual(texts);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
  });

  it('takes messages of other conversations side by side', async () => {
    const { turns, transcript } = serviceWorld(brain);
    const keys = Array.from({ length: 10 }, (_, at) => keyOf(`c${at}`));
    await Promise.all(keys.map((key) => turns.handleMessage(messageOf('top up', { key }))));
    for (const key of keys) expect(await transcript(key)).toHaveLength(2);
  });

  it('thinks again when something else was committed in between', async () => {
    const { say, transcript } = serviceWorld(brain, withIntruder(2));
    expect(await say('top up')).toEqual({ seq: 3 });
    expect((await transcript()).map(lineOf)).toEqual([
      '1 customer event intruder',
      '2 customer event intruder',
      '3 customer: top up',
      '4 bot: Choose a top-up in the app. It starts at €10.',
    ]);
  });

  it('gives up with a conflict when it keeps changing, and can be asked again', async () => {
    const { say, events, transcript } = serviceWorld(brain, withIntruder(3));
    await expect(say('top up')).rejects.toMatchObject({ code: 'conflict' });
    expect(events).toEqual([]);
    await say('top up');
    expect((await transcript()).filter(({ author }) => author.role === 'bot')).toHaveLength(1);
  });

  it('goes on with the next message after one that failed', async () => {
    let broken = true;
    const { say, transcript } = serviceWorld(brain, (store) => ({
      ...store,
      load: async (key, options) => {
        if (broken) throw new Error('disk on fire');
        return store.load(key, options);
      },
    }));
    await expect(say('one')).rejects.toThrow('disk on fire');
    broken = false;
    await say('top up');
    expect(await transcript()).toHaveLength(2);
  });

  it('tells the place in the queue behind those who came first', async () => {
    const { turns, say, transcript, clock } = serviceWorld(brain);
    await turns.handleMessage(messageOf('agent', { key: keyOf('earlier') }));
    clock.now += 1000;
    await say('agent');
    await say('anyone there?');
    expect(lineOf((await transcript()).at(-1) ?? entryOf(0))).toContain('number 2 in the queue');
  });

  it('leaves replies to be sent only on channels that need it', async () => {
    const { turns, transcript } = serviceWorld(brain);
    const key = { channel: 'directline', id: 'x' };
    await turns.handleMessage(messageOf('top up', { key }));
    expect((await transcript(key)).map(({ delivery }) => delivery)).toEqual(['none', 'none']);
  });

  describe('opening a conversation', () => {
    it('creates it once, with the locale', async () => {
      const { turns, store } = serviceWorld(brain);
      const opened = await Promise.all([0, 1].map(() => turns.open(keyOf('a'), { id: 'c1' }, 'es-ES')));
      expect(opened).toEqual(['created', 'existed']);
      expect((await store.load(keyOf('a'))).conversation).toMatchObject({ locale: 'es-ES', owner: 'bot', version: 1 });
    });

    it('leaves the first message to be answered as usual, in the language of the locale', async () => {
      const { turns, say, transcript } = serviceWorld(brain);
      await turns.open(keyOf('a'), { id: 'c1' }, 'zh-TW');
      await say('👋');
      expect((await transcript())[1]?.content).toMatchObject({ language: 'zh-Hant' });
    });
  });
});
