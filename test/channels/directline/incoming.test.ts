import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/conversation/message.ts';
import { parseActivity, parseActivityText, type ActivityContext } from '../../../src/channels/directline/incoming.ts';

const context: ActivityContext = { key: { channel: 'directline', id: 'c' }, now: 5, newId: () => 'made' };

/** The message of an activity from `u1`. */
function read(activity: object, rest: Partial<ActivityContext> = {}): Message {
  const incoming = parseActivity({ type: 'message', from: { id: 'u1' }, ...activity }, { ...context, ...rest });
  if (incoming.kind !== 'message') throw new Error(incoming.kind);
  return incoming.message;
}

describe('an activity from a client', () => {
  it('is a message with the text as typed', () => {
    expect(read({ text: ' Hola 👋 <b> ' })).toEqual({
      key: context.key,
      externalId: 'made',
      sender: { id: 'u1' },
      text: ' Hola 👋 <b> ',
      at: 5,
    });
  });

  it('may have fields and empty fields nobody knows', () => {
    const activity = {
      text: 'x',
      entities: [{ type: 'ClientCapabilities' }],
      attachments: null,
      locale: null,
      future: 1,
    };
    expect(read(activity).text).toBe('x');
  });

  it('has a choice when a button sent a value', () => {
    expect(read({ text: 'No', value: 'choice:2', channelData: { messageBack: { displayText: 'No' } } })).toMatchObject({
      text: 'No',
      choice: 'choice:2',
    });
    expect(read({ value: 'choice:2' })).toMatchObject({ text: '', choice: 'choice:2' });
  });

  it('has a choice and no text when it is a post-back, which was never shown', () => {
    expect(read({ text: 'choice:2', channelData: { postBack: true } })).toMatchObject({ text: '', choice: 'choice:2' });
    expect(read({ text: 'No', channelData: { postBack: 'choice:2' } })).toMatchObject({
      text: 'No',
      choice: 'choice:2',
    });
  });

  it('has no choice when its value is a form', () => {
    expect(read({ value: { name: 'x' } })).toEqual(expect.not.objectContaining({ choice: expect.anything() }));
  });

  it("has the client's id, where it is a sensible one", () => {
    const idOf = (clientActivityID: unknown) => read({ text: 'x', channelData: { clientActivityID } }).externalId;
    expect(idOf('x'.repeat(200))).toBe('x'.repeat(200));
    for (const bad of ['x'.repeat(201), '', 7, null, {}]) expect(idOf(bad)).toBe('made');
    for (const channelData of ['text', 7, null, []]) expect(read({ text: 'x', channelData }).externalId).toBe('made');
  });

  it('has a locale only where that is one', () => {
    for (const locale of ['es', 'zh-Hans-CN', 'en-US']) expect(read({ text: 'x', locale }).locale).toBe(locale);
    for (const locale of ['', '<b>', 'x'.repeat(99), 7, {}]) expect(read({ text: 'x', locale }).locale).toBeUndefined();
  });

  it('has the attachments that have content, and then those that were uploaded', () => {
    const uploaded = [{ contentType: 'image/png', contentUrl: 'https://here/a', name: 'a.png' }];
    const attachments = [
      { contentType: 'image/png', name: 'a.png' },
      { contentType: 'application/x-card', content: { a: 1 } },
      { contentType: 'image/gif', contentUrl: 'data:image/gif;base64,R0lGODlh', thumbnailUrl: 'x' },
    ];
    expect(read({ attachments }, { uploaded }).attachments).toEqual([
      { contentType: 'application/x-card', content: { a: 1 } },
      { contentType: 'image/gif', contentUrl: 'data:image/gif;base64,R0lGODlh' },
      ...uploaded,
    ]);
  });

  it('is spoken by the user of the token, else by whom it names, else by whom the call names', () => {
    expect(read({ text: 'x' }, { userId: 'dl_1', fallbackUserId: 'f' }).sender.id).toBe('dl_1');
    expect(read({ text: 'x' }, { fallbackUserId: 'f' }).sender.id).toBe('u1');
    expect(read({ text: 'x', from: undefined }, { fallbackUserId: 'f' }).sender.id).toBe('f');
  });

  it('has a name of bearable length', () => {
    expect(read({ text: 'x', from: { id: 'u', name: 'n'.repeat(5000) } }).sender.name).toHaveLength(100);
    expect(() => read({ text: 'x', from: { id: 'u'.repeat(257) } })).toThrow(
      expect.objectContaining({ code: 'badRequest' }),
    );
  });

  it('is refused when it is nested so deeply that it could not be written out again', () => {
    const nested = (levels: number) =>
      `{"type":"message","from":{"id":"u1"},"text":"x","channelData":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(parseActivityText(nested(90), context).kind).toBe('message');
    expect(() => parseActivityText(nested(100_000), context)).toThrow(expect.objectContaining({ code: 'badRequest' }));
  });

  it('that is refused is not quoted', () => {
    expect(() => read({ text: 'x', attachments: [{ contentType: 'a/b', contentUrl: 'ftp://secret' }] })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
