import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Brain } from '../../src/service/brain.ts';
import { keyOf } from '../support/conversations.ts';
import { lineOf, messageOf, serviceWorld, type ServiceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';

const key = keyOf('a');
const ana = { id: 'ana', name: 'Ana' };
const ben = { id: 'ben', name: 'Ben' };

describe('the desk', () => {
  let brain: Brain;
  let world: ServiceWorld;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  /** A customer waits: entries 1 to 3. */
  beforeEach(async () => {
    world = serviceWorld(brain);
    await world.say('I want to talk to a human');
    world.clock.now += 1000;
  });

  const conversation = async () => (await world.store.load(key)).conversation;
  const tickets = () => world.desk.tickets(['open', 'claimed', 'resolved', 'cancelled']);
  const newLines = async () => (await world.transcript()).slice(3).map(lineOf);

  describe('claiming', () => {
    it('gives the conversation to the agent, tells the customer who it is, and marks the ticket', async () => {
      await world.desk.claim(key, ana);
      expect(await conversation()).toMatchObject({ owner: 'agent', agentId: 'ana' });
      // In this order: once the agent owns the conversation, the bot says nothing more.
      expect(await newLines()).toEqual(['4 bot: Ana has joined the conversation.', '5 queue → agent: claimed']);
      expect(await tickets()).toEqual([
        expect.objectContaining({ status: 'claimed', agentId: 'ana', updatedAt: 2000 }),
      ]);
      expect(world.events.at(-1)?.entries.map(({ seq }) => seq)).toEqual([4, 5]);
    });

    it('does nothing the second time', async () => {
      await world.desk.claim(key, ana);
      await world.desk.claim(key, ana);
      expect(await newLines()).toHaveLength(2);
    });

    it('lets one of two agents win who claim at once, and tells the other by whom it is held', async () => {
      const results = await Promise.allSettled([world.desk.claim(key, ana), world.desk.claim(key, ben)]);
      expect(results[0]?.status).toBe('fulfilled');
      expect(results[1]).toMatchObject({
        status: 'rejected',
        reason: { code: 'conflict', facts: { agentId: 'ana' }, message: expect.stringContaining('Ana') },
      });
      expect(await conversation()).toMatchObject({ agentId: 'ana' });
      expect(await newLines()).toHaveLength(2);
    });

    it('lets one win also when the two are in different processes', async () => {
      const rival = serviceWorld(brain, () => ({
        ...world.store,
        commit: async (outcome, version) => {
          await world.desk.claim(key, ana);
          return world.store.commit(outcome, version);
        },
      }));
      await expect(rival.desk.claim(key, ben)).rejects.toMatchObject({ code: 'conflict', facts: { agentId: 'ana' } });
      expect(await conversation()).toMatchObject({ agentId: 'ana' });
    });

    it('is refused where nobody waits', async () => {
      await world.say('go on', { choice: 'stop-waiting' });
      await expect(world.desk.claim(key, ana)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('is refused for a conversation that does not exist', async () => {
      await expect(world.desk.claim(keyOf('nowhere'), ana)).rejects.toMatchObject({ code: 'notFound' });
    });
  });

  describe('replying', () => {
    it('says it in the name of the agent, as plain text, and in order', async () => {
      await world.desk.claim(key, ana);
      await world.desk.reply(key, ana, 'Hello **Lin**', 'r1');
      const said = (await world.transcript()).at(-1);
      expect(said).toMatchObject({
        seq: 6,
        author: { role: 'agent', id: 'ana', name: 'Ana' },
        content: { text: 'Hello **Lin**', format: 'plain' },
        delivery: 'pending',
      });
    });

    it('says the same reply once, even when it is sent twice at once', async () => {
      await world.desk.claim(key, ana);
      await Promise.all([0, 1].map(() => world.desk.reply(key, ana, 'Hello', 'r1')));
      await world.desk.reply(key, ana, 'Hello', 'r1');
      expect((await newLines()).slice(2)).toEqual(['6 agent: Hello']);
      expect(world.events).toHaveLength(3);
    });

    it('never takes the id of a reply for that of a message of the customer', async () => {
      await world.desk.claim(key, ana);
      await world.desk.reply(key, ana, 'Hello', 'm1');
      await world.say('hi Ana', { externalId: 'm1' });
      expect((await newLines()).slice(2)).toEqual(['6 agent: Hello', '7 customer: hi Ana']);
    });

    it('is refused before claiming, and to any other agent', async () => {
      await expect(world.desk.reply(key, ana, 'x', 'r1')).rejects.toMatchObject({ code: 'conflict' });
      await world.desk.claim(key, ana);
      await expect(world.desk.reply(key, ben, 'x', 'r2')).rejects.toMatchObject({ facts: { agentId: 'ana' } });
      expect(await newLines()).toHaveLength(2);
    });

    it('keeps its place among messages that the customer writes at the same time', async () => {
      await world.desk.claim(key, ana);
      await Promise.all([world.say('one'), world.desk.reply(key, ana, 'two', 'r1'), world.say('three')]);
      expect((await newLines()).slice(2)).toEqual(['6 customer: one', '7 agent: two', '8 customer: three']);
    });
  });

  it('hands back to the bot with a marked boundary, after which the bot answers again', async () => {
    await world.desk.claim(key, ana);
    await world.desk.handBack(key, ana);
    expect(await conversation()).toMatchObject({ owner: 'bot', misses: 0 });
    expect((await conversation())?.agentId).toBeUndefined();
    await world.say('top up');
    expect((await newLines()).slice(2)).toEqual([
      '6 agent → bot: handed-back',
      expect.stringMatching(/^7 bot: Ana has left the conversation/),
      '8 customer: top up',
      expect.stringMatching(/^9 bot: Choose a top-up/),
    ]);
    expect(await tickets()).toEqual([expect.objectContaining({ status: 'resolved' })]);
  });

  it('resolves, after which the next message of the customer is for the bot', async () => {
    await world.desk.claim(key, ana);
    await world.desk.resolve(key, ana);
    expect(await conversation()).toMatchObject({ owner: 'nobody' });
    expect(await tickets()).toEqual([expect.objectContaining({ status: 'resolved', agentId: 'ana' })]);
    await world.say('top up');
    expect((await newLines()).slice(4)).toEqual([
      '8 nobody → bot: customer-wrote-again',
      '9 customer: top up',
      expect.stringMatching(/^10 bot: Choose a top-up/),
    ]);
  });

  it('lets only the agent who holds it hand back or resolve', async () => {
    await expect(world.desk.resolve(key, ana)).rejects.toMatchObject({ code: 'conflict' });
    await world.desk.claim(key, ana);
    await expect(world.desk.handBack(key, ben)).rejects.toMatchObject({ code: 'conflict' });
    await expect(world.desk.resolve(key, ben)).rejects.toMatchObject({ code: 'conflict' });
    expect(await conversation()).toMatchObject({ owner: 'agent', agentId: 'ana' });
  });

  it('speaks to the customer in the language of the conversation', async () => {
    const spanish = keyOf('es');
    await world.turns.handleMessage(messageOf('quiero hablar con una persona', { key: spanish }));
    await world.desk.claim(spanish, ana);
    expect((await world.transcript(spanish)).at(-2)?.content).toMatchObject({
      text: brain.say('es', 'agent.joined', { agent: 'Ana' }),
      language: 'es',
    });
  });

  it('lists tickets by urgency', async () => {
    await world.turns.handleMessage(messageOf('stolen phone', { key: keyOf('b') }));
    await world.turns.handleMessage(messageOf('agent', { key: keyOf('c') }));
    expect((await world.desk.tickets(['open'])).map((ticket) => ticket.key.id)).toEqual(['b', 'a', 'c']);
    await world.desk.claim(keyOf('b'), ana);
    expect((await world.desk.tickets(['open'])).map((ticket) => ticket.key.id)).toEqual(['a', 'c']);
  });

  it('shows the whole transcript with its ticket, however long', async () => {
    await world.desk.claim(key, ana);
    for (let at = 0; at < 600; at += 1) await world.say(`message ${at}`);
    const shown = await world.desk.conversation(key);
    expect(shown.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 605 }, (_, at) => at + 1));
    expect(shown.ticket).toMatchObject({ status: 'claimed', reason: 'wants-human' });
    await expect(world.desk.conversation(keyOf('nowhere'))).rejects.toMatchObject({ code: 'notFound' });
  });
});
