import { describe, expect, it } from 'vitest';
import { activityId, toActivity } from '../../../src/channels/directline/activity.ts';
import type { Content, Entry } from '../../../src/conversation/entry.ts';
import type { Owner } from '../../../src/conversation/conversation.ts';

const message = (rest: Partial<Extract<Content, { kind: 'message' }>> = {}): Content => ({
  kind: 'message',
  text: 'hi',
  format: 'markdown',
  ...rest,
});

const entry = (content: Content, rest: Partial<Entry> = {}): Entry => ({
  seq: 2,
  at: 1_700_000_000_000,
  author: { role: 'bot', id: 'bot' },
  content,
  delivery: 'none',
  ...rest,
});

describe('an entry as an activity', () => {
  it('of the bot is a message with everything clients need, and nothing of how it was decided', () => {
    const decided = entry(message({ language: 'zh-Hans' }), {
      replyTo: 1,
      knowledgeVersion: 'v1',
      decision: { kind: 'answer', reason: 'sure', candidates: [] },
    });
    expect(toActivity('c', decided)).toEqual({
      type: 'message',
      id: 'c|0000002',
      timestamp: '2023-11-14T22:13:20.000Z',
      channelId: 'directline',
      conversation: { id: 'c' },
      from: { id: 'bot', role: 'bot' },
      replyToId: 'c|0000001',
      text: 'hi',
      textFormat: 'markdown',
      locale: 'zh-Hans',
      inputHint: 'acceptingInput',
    });
  });

  it("of the customer keeps the customer's data", () => {
    const own = entry(message({ format: 'plain', choice: 'v' }), {
      author: { role: 'customer', id: 'dl_1', name: 'Ana' },
      channelData: { clientActivityID: 'x' },
      externalId: 'x',
    });
    const activity = toActivity('c', own);
    expect(activity).toMatchObject({
      from: { id: 'dl_1', name: 'Ana', role: 'user' },
      textFormat: 'plain',
      value: 'v',
      channelData: { clientActivityID: 'x' },
    });
    expect(activity).not.toHaveProperty('inputHint');
    expect(activity).not.toHaveProperty('externalId');
  });

  it('of an agent tells that a person speaks', () => {
    const said = entry(message(), { author: { role: 'agent', id: 'a1', name: 'Alba' } });
    expect(toActivity('c', said)).toMatchObject({
      from: { id: 'agent', name: 'Alba', role: 'bot' },
      channelData: { agent: { name: 'Alba' } },
    });
  });

  it('of a step of a dialog tells that an answer to it is waited for, and nothing else of what the bot thought', () => {
    const decided = (kind: string) => entry(message(), { decision: { kind, reason: 'sure', candidates: [] } });
    expect(toActivity('c', decided('step')).channelData).toEqual({ dialog: true });
    expect(toActivity('c', decided('answer'))).not.toHaveProperty('channelData');
  });

  it('shows the title of a choice and sends its value', () => {
    const choices = [
      { title: 'Yes', value: 'Yes' },
      { title: 'No', value: 'choice:2' },
    ];
    const activity = toActivity('c', entry(message({ choices })));
    expect(activity.suggestedActions).toEqual({
      to: [],
      actions: [
        { type: 'imBack', title: 'Yes', value: 'Yes' },
        { type: 'messageBack', title: 'No', text: 'No', displayText: 'No', value: 'choice:2' },
      ],
    });
    expect(activity.inputHint).toBe('expectingInput');
  });

  it('carries attachments', () => {
    const attachments = [{ contentType: 'image/png', contentUrl: 'https://x.example/a.png', name: 'a.png' }];
    expect(toActivity('c', entry(message({ attachments }))).attachments).toEqual(attachments);
    expect(toActivity('c', entry(message({ attachments: [] })))).not.toHaveProperty('attachments');
  });

  const system = { author: { role: 'system', id: 'system' } } as const;

  it.each<[Owner, Owner, string, unknown]>([
    ['bot', 'queue', 'handoff.initiate', { reason: 'why' }],
    ['queue', 'agent', 'handoff.status', { state: 'accepted' }],
    ['agent', 'nobody', 'handoff.status', { state: 'completed' }],
    ['agent', 'bot', 'simpatico.owner', { from: 'agent', to: 'bot', cause: 'why' }],
    ['queue', 'bot', 'simpatico.owner', { from: 'queue', to: 'bot', cause: 'why' }],
    ['nobody', 'bot', 'simpatico.owner', { from: 'nobody', to: 'bot', cause: 'why' }],
  ])('of a change from %s to %s is the event %s', (from, to, name, value) => {
    const change: Content = { kind: 'owner', from, to, cause: 'why', agentId: 'login-of-the-agent' };
    const activity = toActivity('c', entry(change, system));
    expect(activity).toMatchObject({ type: 'event', name, from: { role: 'bot' } });
    expect(activity.value).toEqual(value);
  });

  it("tells an accepting agent's name where the entry has it", () => {
    const change: Content = { kind: 'owner', from: 'queue', to: 'agent', cause: 'claimed', agentId: 'a1' };
    const accepted = entry(change, { author: { role: 'system', id: 'system', name: 'Alba' } });
    expect(toActivity('c', accepted).value).toEqual({ state: 'accepted', agent: 'Alba' });
  });

  it('of an event is that event', () => {
    const event: Content = { kind: 'event', name: 'n', value: { a: 1 } };
    expect(toActivity('c', entry(event))).toMatchObject({ type: 'event', name: 'n', value: { a: 1 } });
  });

  it('has an id that sorts as its place does', () => {
    const ids = [9, 10, 99, 100, 1234567].map((seq) => activityId('c', seq));
    expect([...ids].sort()).toEqual(ids);
  });
});
