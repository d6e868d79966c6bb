import { describe, expect, it } from 'vitest';
import { toMessage, type Activity } from '../../src/web/widget/activity.ts';
import type { Log } from '../../src/web/widget/memory.ts';
import type { ChatMessage } from '../../src/web/widget/message.ts';
import { createTranscript, type Transcript } from '../../src/web/widget/transcript.ts';

const own = (id: string, clientId: string): Activity => ({
  id,
  type: 'message',
  text: clientId,
  from: { id: 'dl_1', role: 'user' },
  channelData: { clientActivityID: clientId },
});
const bot = (id: string): Activity => ({ id, type: 'message', text: id, from: { id: 'bot', role: 'bot' } });
const unsent = (key: string): ChatMessage => {
  return { key, from: 'customer', text: key, format: 'plain', at: 0, state: 'sending', settled: false };
};

function newTranscript(saved: { log?: Log } = {}): Transcript {
  const memory = { log: () => saved.log, saveLog: (log: Log) => void (saved.log = log) };
  return createTranscript({ memory, now: () => 0, onChange: () => undefined });
}

const keys = (transcript: Transcript): string[] => transcript.messages().map(({ key }) => key);

describe('the transcript of the widget', () => {
  it('shows the echo of an own message in place of what is shown already', () => {
    const transcript = newTranscript();
    transcript.put(unsent('m1'));
    expect(transcript.take({ activities: [own('c|1', 'm1'), bot('c|2')], watermark: '2' }, 'c')).toHaveLength(1);
    expect(keys(transcript)).toEqual(['m1', 'c|2']);
    expect(transcript.messages()[0]).toMatchObject({ state: 'sent', settled: true });
  });

  it('shows an activity that comes by socket and by poll once', () => {
    const transcript = newTranscript();
    transcript.take({ activities: [bot('c|1')], watermark: '1' }, 'c');
    expect(transcript.take({ activities: [bot('c|1')], watermark: '1' }, 'c')).toEqual([]);
    expect(keys(transcript)).toEqual(['c|1']);
  });

  it('keeps what is not sent yet below the answer to what is', () => {
    const transcript = newTranscript();
    transcript.put(unsent('m1'));
    transcript.put(unsent('m2'));
    transcript.take({ activities: [own('c|1', 'm1'), bot('c|2')] }, 'c');
    expect(keys(transcript)).toEqual(['m1', 'c|2', 'm2']);
  });

  it('keeps its watermark when a set comes without one', () => {
    const transcript = newTranscript();
    transcript.take({ activities: [bot('c|1')], watermark: '1' }, 'c');
    transcript.take({ activities: [bot('c|2')], watermark: null }, 'c');
    expect(transcript.watermark('c')).toBe('1');
  });

  it('reads another conversation from its beginning', () => {
    const transcript = newTranscript();
    transcript.take({ activities: [bot('c|1')], watermark: '7' }, 'c');
    expect(transcript.watermark('d')).toBeUndefined();
  });

  it('survives a reload', () => {
    const saved: { log?: Log } = {};
    newTranscript(saved).take({ activities: [bot('c|1')], watermark: '1' }, 'c');
    expect(keys(newTranscript(saved))).toEqual(['c|1']);
    expect(newTranscript(saved).watermark('c')).toBe('1');
  });

  it('keeps the last 200 messages', () => {
    const transcript = newTranscript();
    transcript.take({ activities: Array.from({ length: 250 }, (_, at) => bot(`c|${at}`)) }, 'c');
    expect(transcript.messages()).toHaveLength(200);
    expect(keys(transcript)[199]).toBe('c|249');
  });
});

describe('toMessage', () => {
  it('tells agents from the assistant', () => {
    const agent = { ...bot('c|1'), channelData: { agent: { name: 'Alba' } } };
    expect(toMessage(agent, 0)).toMatchObject({ from: 'agent', name: 'Alba' });
    expect(toMessage(bot('c|1'), 0)).toMatchObject({ from: 'bot' });
  });

  it.each([
    ['handoff.initiate', { reason: 'wants-human' }, 'waiting'],
    ['handoff.status', { state: 'accepted' }, 'joined'],
    ['handoff.status', { state: 'completed' }, 'left'],
    ['simpatico.owner', { from: 'agent', to: 'bot' }, 'left'],
    ['simpatico.owner', { from: 'queue', to: 'bot' }, 'assistant'],
  ])('makes a line of %s %j', (name, value, note) => {
    expect(toMessage({ id: 'c|1', type: 'event', name, value }, 0)?.note).toBe(note);
  });

  it('never reads Markdown in what a customer wrote', () => {
    expect(toMessage({ ...own('c|1', 'm'), textFormat: 'markdown' }, 0)?.format).toBe('plain');
  });

  it('keeps addresses of files only if a browser may follow them', () => {
    const attachments = [{ contentType: 'image/png', contentUrl: 'javascript:alert(1)', name: 'a' }];
    expect(toMessage({ ...bot('c|1'), attachments }, 0)?.files).toEqual([{ contentType: 'image/png', name: 'a' }]);
  });

  it('shows nothing for typing and unknown events', () => {
    expect(toMessage({ id: 'c|1', type: 'typing' }, 0)).toBeUndefined();
    expect(toMessage({ id: 'c|1', type: 'event', name: 'webchat/join' }, 0)).toBeUndefined();
  });
});
