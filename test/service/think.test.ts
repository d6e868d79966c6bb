import { beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/conversation/conversation.ts';
import type { Message } from '../../src/conversation/message.ts';
import type { Ticket } from '../../src/handoff/ticket.ts';
import type { Brain } from '../../src/service/brain.ts';
import type { Snapshot } from '../../src/service/store.ts';
import { think, type Thought } from '../../src/service/think.ts';
import { keyOf, ticketOf } from '../support/conversations.ts';
import { lineOf, messageOf } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';
import { conversationOf } from '../support/situations.ts';

const nothing: Snapshot = { recent: [], seen: false };
const facts = { now: 5000, delivery: 'pending' } as const;

describe('thinking about a message', () => {
  let brain: Brain;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  const first = (text: string, rest: Partial<Message> = {}): Thought =>
    think(nothing, messageOf(text, rest), brain, facts);
  const within = (text: string, conversation: Partial<Conversation>, ticket?: Ticket): Thought =>
    think(
      { ...nothing, conversation: conversationOf({ lastSeq: 9, language: 'en', ...conversation }), ticket },
      messageOf(text),
      brain,
      {
        ...facts,
        ...(ticket === undefined ? {} : { queuePosition: 1 }),
      },
    );
  const linesOf = ({ outcome }: Pick<Thought, 'outcome'>) => outcome.entries.map(lineOf);
  const waiting = (rest: Partial<Ticket> = {}) => ticketOf(keyOf('a'), { id: 't', ...rest });

  it.each(['my data does not work', 'agent', 'qwrt zzyzx', 'the man has a knife', 'hello', ''])(
    'comes to the same outcome when it thinks twice, and changes nothing it was given: "%s"',
    (text) => {
      const snapshot = { ...nothing, conversation: conversationOf({ lastSeq: 3 }) };
      const before = JSON.stringify(snapshot);
      const thoughts = [0, 1].map(() => think(snapshot, messageOf(text), brain, facts));
      expect(thoughts[1]).toEqual(thoughts[0]);
      expect(JSON.stringify(snapshot)).toBe(before);
    },
  );

  it('answers a first message, with everything a later reader needs', () => {
    const { outcome } = first('my data does not work', { channelData: { a: 1 } });
    const [asked, answer, ...others] = outcome.entries;
    expect(others).toEqual([]);
    expect(asked).toMatchObject({
      seq: 1,
      author: { role: 'customer', id: 'c1', name: 'Lin' },
      externalId: 'my data does not work',
      delivery: 'none',
      channelData: { a: 1 },
    });
    expect(answer).toMatchObject({ seq: 2, replyTo: 1, delivery: 'pending', knowledgeVersion: 'small-1' });
    expect(answer?.decision).toMatchObject({ kind: 'answer', reason: 'sure', articleId: 'no-data', language: 'en' });
    expect(answer?.decision?.candidates[0]).toMatchObject({ articleId: 'no-data', nearest: 'my data does not work' });
    expect(outcome.conversation).toMatchObject({
      owner: 'bot',
      language: 'en',
      topic: 'no-data',
      misses: 0,
      lastSeq: 2,
    });
  });

  it.each([
    ['no me funcionan los datos', 'es', 'Activa la itinerancia'],
    ['流量用不了', 'zh-Hans', '请打开'],
    ['數據用唔到', 'zh-Hant', '請開啟'],
  ])('answers "%s" in its language', (text, language, words) => {
    const { outcome } = first(text);
    expect(outcome.conversation.language).toBe(language);
    expect(linesOf({ outcome })[1]).toContain(words);
  });

  it('keeps the language of the conversation when a button is pressed', () => {
    const { outcome } = think(
      { ...nothing, conversation: conversationOf({ language: 'es' }) },
      messageOf('How much does a plan cost?', { choice: 'article:prices' }),
      brain,
      facts,
    );
    expect(outcome.conversation.language).toBe('es');
    expect(outcome.entries[1]?.content).toMatchObject({ text: 'Un plan cuesta €10.' });
  });

  it('speaks the language of the locale, else English, where it has none of the language it heard', () => {
    expect(
      first('Guten Tag, ich habe hier leider überhaupt kein Netz', { locale: 'es-ES' }).outcome.conversation.language,
    ).toBe('es');
    expect(first('Guten Tag, ich habe hier leider überhaupt kein Netz').outcome.conversation.language).toBe('en');
  });

  it('hands over with an entry for the change of owner and a ticket named after the message', () => {
    const { outcome } = within('agent', { topic: 'no-data' });
    expect(linesOf({ outcome })).toEqual([
      '10 customer: agent',
      expect.stringMatching(/^11 bot: /),
      '12 bot → queue: wants-human',
    ]);
    expect(outcome.tickets).toEqual([
      expect.objectContaining({ id: 'test:a#10', reason: 'wants-human', articleId: 'no-data', priority: 'high' }),
    ]);
    expect(outcome.conversation).toMatchObject({ owner: 'queue', ticketId: 'test:a#10', lastSeq: 12 });
  });

  it('gives a ticket the highest urgency of what it is about', () => {
    expect(within('stolen phone', { topic: 'no-data' }).outcome.tickets[0]).toMatchObject({
      reason: 'escalation-rule',
      articleId: 'stolen',
      priority: 'critical',
    });
  });

  it('hands over after two messages in a row that were not understood', () => {
    const once = first('?!');
    expect(once.outcome.conversation).toMatchObject({ owner: 'bot', misses: 1, pending: { kind: 'rephrase' } });
    const twice = within('…', once.outcome.conversation);
    expect(twice.outcome.conversation).toMatchObject({ owner: 'queue', misses: 0 });
    expect(twice.outcome.tickets[0]).toMatchObject({ reason: 'not-understood' });
  });

  it('forgets misses after an answer, but not after politeness', () => {
    expect(within('my data does not work', { misses: 1 }).outcome.conversation.misses).toBe(0);
    expect(within('hello', { misses: 1 }).outcome.conversation.misses).toBe(1);
  });

  it('records that a customer who writes again is with the bot again, and then answers', () => {
    const thought = within('my data does not work', { owner: 'nobody', misses: 1, pending: { kind: 'rephrase' } });
    expect(linesOf(thought)).toEqual([
      '10 nobody → bot: customer-wrote-again',
      '11 customer: my data does not work',
      expect.stringMatching(/^12 bot: Turn on roaming/),
    ]);
    expect(thought.outcome.conversation).toMatchObject({ owner: 'bot', lastSeq: 12 });
  });

  it('is silent while an agent holds the conversation', () => {
    const thought = within('no internet, and a man has a knife', { owner: 'agent', agentId: 'ana', language: 'en' });
    expect(linesOf(thought)).toEqual(['10 customer: no internet, and a man has a knife']);
    expect(thought.outcome.conversation).toMatchObject({ owner: 'agent', agentId: 'ana' });
  });

  it('keeps company in the queue without answering', () => {
    const thought = within('my data does not work', { owner: 'queue', ticketId: 't' }, waiting());
    expect(thought.outcome.entries).toHaveLength(2);
    expect(linesOf(thought)[1]).toContain('number 1 in the queue');
    expect(thought.outcome.tickets).toEqual([]);
    expect(thought.outcome.conversation).toMatchObject({ owner: 'queue', ticketId: 't' });
  });

  it('raises the ticket when danger is told in the queue, and sends 112', () => {
    const thought = within('a man has a knife', { owner: 'queue', ticketId: 't' }, waiting({ dueAt: 9_999_999 }));
    expect(linesOf(thought)[1]).toContain('112');
    expect(thought.outcome.tickets).toEqual([
      { ...waiting(), priority: 'critical', dueAt: 5000 + brain.serviceLevels.critical, updatedAt: 5000 },
    ]);
  });

  it('never makes a raised ticket due later, nor raises it twice', () => {
    const owner = { owner: 'queue', ticketId: 't' } as const;
    expect(within('a man has a knife', owner, waiting({ dueAt: 6000 })).outcome.tickets[0]?.dueAt).toBe(6000);
    expect(within('a man has a knife', owner, waiting({ priority: 'critical' })).outcome.tickets).toEqual([]);
  });

  it('withdraws the ticket when the customer stops waiting', () => {
    const snapshot = { ...nothing, conversation: conversationOf({ owner: 'queue', ticketId: 't' }), ticket: waiting() };
    const { outcome } = think(snapshot, messageOf('go on', { choice: 'stop-waiting' }), brain, facts);
    expect(outcome.entries.map(lineOf)[2]).toBe('3 queue → bot: customer-goes-on-with-bot');
    expect(outcome.tickets).toEqual([{ ...waiting(), status: 'cancelled', updatedAt: 5000 }]);
    expect(outcome.conversation.owner).toBe('bot');
    expect(outcome.conversation.ticketId).toBeUndefined();
  });

  it('acknowledges a file without words', () => {
    const attachments = [{ contentType: 'image/png', name: 'screen.png' }];
    const { outcome, matches } = first('', { attachments });
    expect(matches).toEqual([]);
    expect(outcome.entries[0]?.content).toMatchObject({ text: '', attachments });
    expect(outcome.entries[1]?.decision).toMatchObject({ reason: 'attachment-only' });
  });
});
