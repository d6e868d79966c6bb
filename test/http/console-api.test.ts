import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationKey } from '../../src/conversation/message.ts';
import { keyText } from '../../src/conversation/message.ts';
import type { ConsoleConversation } from '../../src/http/console-api.ts';
import { logIn, type ConsoleClient } from '../support/console-client.ts';
import { passwords, startConsoleServer, type ConsoleServer } from '../support/console-server.ts';
import { smallBrain } from '../support/small-brain.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

/** What the agents and the bot said, in order. */
function said({ entries }: ConsoleConversation, role: string): string[] {
  return entries.flatMap(({ author, content }) =>
    author.role === role && content.kind === 'message' ? [content.text] : [],
  );
}

describe('the console', () => {
  const newFolder = temporaryFolders();
  let server: ConsoleServer;
  let ana: ConsoleClient;
  let bo: ConsoleClient;

  beforeAll(async () => {
    server = await startConsoleServer(newFolder(), await smallBrain());
    ana = await logIn(server.url, 'ana', passwords.ana);
    bo = await logIn(server.url, 'bo', passwords.bo);
  });
  afterAll(() => server.close());

  async function claimed(): Promise<ConversationKey> {
    const key = await server.waiting();
    await ana.act(key, 'claim');
    return key;
  }

  describe('its list', () => {
    it('holds who waits, with reason, language and the time an answer is due', async () => {
      const key = await server.waiting();
      const ticket = (await ana.tickets()).find((candidate) => candidate.key === keyText(key));
      expect(ticket).toMatchObject({ reason: 'wants-human', language: 'en', priority: 'normal', status: 'open' });
      expect(ticket?.dueAt).toBeGreaterThan(ticket?.createdAt ?? Infinity);
    });

    it('puts what is critical first', async () => {
      await server.waiting();
      const key = { channel: 'test', id: 'stolen' };
      await server.write(key, 'stolen phone');
      expect((await ana.tickets())[0]).toMatchObject({ key: 'test:stolen', priority: 'critical', articleId: 'stolen' });
    });

    it('shows the statuses that are asked for', async () => {
      const key = await claimed();
      const keysOf = async (status: string) => (await ana.tickets(status)).map((ticket) => ticket.key);
      expect(await keysOf('claimed')).toContain(keyText(key));
      expect(await keysOf('open')).not.toContain(keyText(key));
      await ana.act(key, 'resolve');
      expect(await keysOf('open,claimed')).not.toContain(keyText(key));
      expect(await keysOf('resolved')).toContain(keyText(key));
    });

    it('refuses statuses that are none', async () => {
      expect((await ana.get('/tickets?status=lost')).status).toBe(400);
      expect((await ana.get('/tickets?status=open&status=claimed')).status).toBe(400);
    });
  });

  describe('a conversation', () => {
    it('is the whole transcript with the bot’s evidence and the titles of the articles it names', async () => {
      const key = { channel: 'test', id: 'evidence' };
      await server.write(key, 'how can I get my money back please');
      await server.write(key, 'agent');
      const { entries, titles, ticket, conversation } = await ana.read(key);
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
      const decision = entries.find(({ author }) => author.role === 'bot')?.decision;
      expect(decision?.candidates[0]).toMatchObject({ articleId: 'refund', nearest: expect.any(String) });
      expect(titles.refund).toBe('Refund');
      expect(decision?.words?.map(({ text }) => text)).toEqual(expect.arrayContaining(['money', 'back']));
      expect(decision?.confidenceFeatures).toHaveProperty(['lead over the next article'], expect.any(Number));
      expect(Object.keys(titles)).toEqual(
        expect.arrayContaining((decision?.candidates ?? []).map(({ articleId }) => articleId)),
      );
      expect([ticket?.key, conversation.owner]).toEqual([keyText(key), 'queue']);
    });

    it('that does not exist is not found, whatever its name', async () => {
      const names = ['test:nobody', 'no-colon', ':', 'directline:..%2F..%2Fsecrets.json', '__proto__:x'];
      for (const name of names) {
        expect((await ana.get(`/conversations/${name}`)).body.error).toMatchObject({ code: 'notFound' });
      }
      expect((await ana.act({ channel: 'test', id: 'nobody' }, 'claim')).status).toBe(404);
    });

    it('with a name that cannot be read is refused', async () => {
      expect((await ana.get('/conversations/%E0%A4%A')).status).toBe(400);
    });
  });

  describe('claiming', () => {
    it('gives the conversation to the agent and tells the customer', async () => {
      const key = await claimed();
      const { conversation, ticket, entries } = await ana.read(key);
      expect(conversation).toMatchObject({ owner: 'agent', agentId: 'ana' });
      expect(ticket).toMatchObject({ status: 'claimed', agentId: 'ana' });
      expect(entries.at(-2)?.content).toMatchObject({ text: 'Ana has joined the conversation.' });
    });

    it('twice by the same agent does nothing more', async () => {
      const key = await claimed();
      const { entries } = await ana.read(key);
      expect((await ana.act(key, 'claim')).status).toBe(200);
      expect((await ana.read(key)).entries).toEqual(entries);
    });

    it('by two agents at once is won by one; the other is told who it was', async () => {
      const key = await server.waiting();
      const answers = await Promise.all([ana.act(key, 'claim'), bo.act(key, 'claim')]);
      const winner = (await ana.read(key)).conversation.agentId;
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const lost = answers.find(({ status }) => status === 409)?.body.error;
      expect(lost).toMatchObject({ code: 'conflict', agentId: winner });
      expect(lost?.message?.toLowerCase()).toContain(winner);
    });

    it('fails for one who does not wait any more', async () => {
      const key = await claimed();
      await ana.act(key, 'resolve');
      expect((await bo.act(key, 'claim')).body.error.message).toContain('does not wait');
    });
  });

  describe('replying', () => {
    it('says the text in the agent’s name, as plain text', async () => {
      const key = await claimed();
      await ana.act(key, 'reply', { text: 'Hello, <b>I am Ana</b>', id: 'r1' });
      const last = (await ana.read(key)).entries.at(-1);
      expect(last?.author).toEqual({ role: 'agent', id: 'ana', name: 'Ana' });
      expect(last?.content).toMatchObject({ text: 'Hello, <b>I am Ana</b>', format: 'plain' });
    });

    it('twice with the same id says it once, also at the same moment', async () => {
      const key = await claimed();
      const reply = { text: 'Only once', id: 'r1' };
      const first = await Promise.all([ana.act(key, 'reply', reply), ana.act(key, 'reply', reply)]);
      const later = await ana.act(key, 'reply', reply);
      expect([...first, later].map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(said(await ana.read(key), 'agent')).toEqual(['Only once']);
    });

    it('keeps the order in which replies came', async () => {
      const key = await claimed();
      for (const id of ['1', '2', '3']) await ana.act(key, 'reply', { text: `Part ${id}`, id });
      expect(said(await ana.read(key), 'agent')).toEqual(['Part 1', 'Part 2', 'Part 3']);
    });

    it('is for the agent who claimed', async () => {
      const open = await server.waiting();
      expect((await ana.act(open, 'reply', { text: 'x', id: '1' })).body.error.message).toBe(
        'Claim the conversation first.',
      );
      const taken = await claimed();
      expect((await bo.act(taken, 'reply', { text: 'x', id: '1' })).body.error).toMatchObject({ agentId: 'ana' });
    });

    it('refuses what is empty, too long or without an id, and says which', async () => {
      const key = await claimed();
      const messageOf = async (body: unknown) => (await ana.act(key, 'reply', body)).body.error.message;
      expect(await messageOf({ text: '  \n ', id: '1' })).toBe('text: is empty');
      expect(await messageOf({ text: 'x'.repeat(10_001), id: '1' })).toBe('text: is longer than 10 000 characters');
      expect(await messageOf({ text: 'x' })).toMatch(/^id: /);
      expect(await messageOf([])).toMatch(/invalid/i);
      expect(said(await ana.read(key), 'agent')).toEqual([]);
    });
  });

  describe('letting go', () => {
    it('by handing back makes the bot answer again', async () => {
      const key = await claimed();
      await server.write(key, 'top up');
      expect(said(await ana.read(key), 'bot').at(-1)).toBe('Ana has joined the conversation.');
      expect((await ana.act(key, 'hand-back')).status).toBe(200);
      await server.write(key, 'how do I top up');
      const { conversation, entries } = await ana.read(key);
      expect(conversation.owner).toBe('bot');
      expect(entries.at(-1)?.decision).toMatchObject({ kind: 'answer', articleId: 'top-up' });
    });

    it('by resolving closes the ticket until the customer writes again', async () => {
      const key = await claimed();
      await ana.act(key, 'resolve');
      expect(await ana.read(key)).toMatchObject({ conversation: { owner: 'nobody' } });
      await server.write(key, 'how do I top up');
      const { conversation, entries, ticket } = await ana.read(key);
      expect([conversation.owner, ticket]).toEqual(['bot', undefined]);
      const back = { kind: 'owner', from: 'nobody', to: 'bot', cause: 'customer-wrote-again' };
      expect(entries.map(({ content }) => content)).toContainEqual(back);
    });

    it('is for the agent who holds the conversation', async () => {
      const key = await claimed();
      for (const verb of ['hand-back', 'resolve']) expect((await bo.act(key, verb)).status).toBe(409);
      expect((await ana.read(key)).conversation.owner).toBe('agent');
    });
  });
});
