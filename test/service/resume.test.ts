import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationKey } from '../../src/conversation/message.ts';
import type { Brain } from '../../src/service/brain.ts';
import { keyOf } from '../support/conversations.ts';
import { lineOf, messageOf, resumeCodes, serviceWorld, type ServiceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';

const hourMs = 3_600_000;
let brain: Brain;
let world: ServiceWorld;

beforeAll(async () => {
  brain = await smallBrain();
});
beforeEach(() => {
  world = serviceWorld(brain);
});

const old = keyOf('a');
const fresh = keyOf('b');
const by = (id: string, client = 'x') => ({ id, counted: [`client:${client}`] });
const conversation = async (key: ConversationKey) => (await world.store.load(key)).conversation;
/** Writes in a conversation as its customer does. */
const write = (key: ConversationKey, text: string, rest = {}) => world.view.receive(messageOf(text, { key, ...rest }));
const seen = async (key: ConversationKey) => (await world.view.entriesAfter(key, 0, 1000)).map(lineOf);
const lastText = async (key: ConversationKey) => {
  const content = (await world.view.entriesAfter(key, 0, 1000)).at(-1)?.content;
  return content?.kind === 'message' ? content.text : '';
};

/** A Spanish customer in the middle of a dialog. */
async function talkInSpanish(): Promise<void> {
  await world.turns.handleMessage(messageOf('Probleme', { choice: 'flow:no-signal', locale: 'es' }));
  await world.say('sí, ya estoy');
}

describe('an offer to continue elsewhere', () => {
  it('is made by words in any state of a dialog, which stays where it is', async () => {
    await talkInSpanish();
    const before = await conversation(old);
    await world.say('continuar en otro dispositivo');
    const after = await conversation(old);
    expect(after?.flow).toEqual(before?.flow);
    expect(await lastText(old)).toContain(resumeCodes.codeOf('nonce-1').slice(0, 3));
  });

  it('is shown to the customer and kept nowhere', async () => {
    await world.say('continue on another device');
    const { code, link } = world.resume.reveal((await conversation(old))!)!;
    expect(await lastText(old)).toContain(`${code.slice(0, 3)}-${code.slice(3)}`);
    expect(await lastText(old)).toContain(`https://site.test/#simpatico=${link}`);
    const kept = JSON.stringify([await world.store.load(old), await world.transcript(old)]);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(code.slice(3));
    expect(kept).not.toContain(link);
  });

  it('is shown as dots once it was used, or is over', async () => {
    await world.say('continue on another device');
    world.clock.now += 24 * hourMs;
    expect(await lastText(old)).toContain('•••-•••');
    expect(await lastText(old)).toContain('open this link there');
    await world.say('continue on another device', { externalId: 'again' });
    await world.resume.redeemCode(resumeCodes.codeOf('nonce-2'), by('1'));
    const offers = (await world.view.entriesAfter(old, 0, 100)).filter(({ decision }) => decision?.reason === 'asked');
    expect(offers.map(({ content }) => content.kind === 'message' && content.text.includes('•••-•••'))).toEqual([
      true,
      true,
    ]);
  });

  it('is not made for a conversation that does not exist', async () => {
    await expect(world.resume.offer(old)).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('a code', () => {
  it('continues the conversation in another one, with language, step and answers, and says where they are', async () => {
    await talkInSpanish();
    const before = await conversation(old);
    const { code } = await world.resume.offer(old);
    await write(fresh, code.toLowerCase());
    const lines = await seen(fresh);
    expect(lines.slice(0, 2)).toEqual(['1 customer: ••••••', expect.stringContaining('2 bot: ¡Hola de nuevo!')]);
    const plain = (all: readonly string[]) => all.map((line) => line.replace(/^\d+ /, ''));
    expect(plain(lines.slice(2))).toEqual(plain(await seen(old)));
    expect(lines.at(-2)).toContain('system event simpatico.resumed');
    expect((await conversation(old))?.flow).toMatchObject({ step: before?.flow?.step, slots: before?.flow?.slots });
    await write(fresh, 'Sevilla');
    expect((await conversation(old))?.slots).toMatchObject({ place: 'Seville (ES)' });
    expect((await conversation(fresh))?.flow).toBeUndefined();
  });

  it('lets both devices see what is written later, in order and without gaps', async () => {
    const { code } = await world.say('hola').then(() => world.resume.offer(old));
    await write(fresh, code);
    const waken: string[] = [];
    const stops = [old, fresh].map((key) => world.view.subscribe(key, () => waken.push(key.id)));
    const { seq } = await write(fresh, 'from the new one');
    await write(old, 'from the old one');
    for (const stop of stops) stop();
    const both = [await world.view.entriesAfter(old, 0, 1000), await world.view.entriesAfter(fresh, 0, 1000)];
    for (const entries of both) expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    for (const entries of both) expect(entries.map(lineOf).join()).toMatch(/from the new one.*from the old one/);
    expect(both[1]?.[seq - 1]).toMatchObject({ content: { text: 'from the new one' } });
    expect(new Set(waken)).toEqual(new Set(['a', 'b']));
    expect(await world.view.entriesAfter(fresh, 2, 3)).toHaveLength(3);
  });

  it('brings a conversation along that waits for a person, with its ticket, and the person’s answer', async () => {
    await world.say('I want to talk to a person');
    const { code } = await world.resume.offer(old);
    await write(fresh, code);
    expect(await lastText(fresh)).toContain('waiting');
    await world.desk.claim(old, { id: 'alba', name: 'Alba' });
    await world.desk.reply(old, { id: 'alba', name: 'Alba' }, 'Here I am', 'r1');
    expect(await seen(fresh)).toContainEqual(expect.stringMatching(/agent: Here I am$/));
    await write(fresh, 'Good to see you');
    expect(await seen(old)).toContainEqual(expect.stringMatching(/customer: Good to see you$/));
  });

  it('works once, but for who used it as often as its answer gets lost', async () => {
    const { code } = await world.say('hi').then(() => world.resume.offer(old));
    expect(await world.resume.redeemCode(code, by('first'))).toMatchObject({ kind: 'continued' });
    const length = (await world.transcript(old)).length;
    expect(await world.resume.redeemCode(code, by('first'))).toMatchObject({ kind: 'continued' });
    expect(await world.transcript(old)).toHaveLength(length);
    expect(await world.resume.redeemCode(code, by('second'))).toEqual({ kind: 'refused' });
  });

  it('that is sent twice as a message continues once and is answered once', async () => {
    const { code } = await world.say('hi').then(() => world.resume.offer(old));
    const first = await write(fresh, code, { externalId: 'm1' });
    expect(await write(fresh, code, { externalId: 'm1' })).toEqual(first);
    expect((await seen(fresh)).filter((line) => line.includes('customer: ••••••'))).toHaveLength(1);
  });

  it('works again for the message that used it, should the process end before that was noted', async () => {
    const { code } = await world.say('hi').then(() => world.resume.offer(old));
    let dies = true;
    const dying = serviceWorld(brain, world.store, (store) => ({
      ...store,
      commit: (outcome, version) => {
        if (dies && outcome.conversation.key.id === 'b') throw new Error('the process ended');
        return store.commit(outcome, version);
      },
    }));
    const message = messageOf(code, { key: fresh });
    await expect(dying.turns.handleMessage(message)).rejects.toThrow('the process ended');
    dies = false;
    await dying.turns.handleMessage(message);
    expect((await conversation(fresh))?.continues).toMatchObject({ key: old });
  });

  it('works no more after 24 hours, nor after a newer one was asked for', async () => {
    await world.say('hi');
    const first = await world.resume.offer(old);
    const second = await world.resume.offer(old);
    expect(await world.resume.redeemCode(first.code, by('1'))).toEqual({ kind: 'refused' });
    world.clock.now = second.expiresAt;
    expect(await world.resume.redeemCode(second.code, by('1'))).toEqual({ kind: 'refused' });
    const third = await world.resume.offer(old);
    world.clock.now = third.expiresAt - 1;
    expect(await world.resume.redeemCode(third.code, by('1'))).toMatchObject({ kind: 'continued' });
  });

  it('is answered alike whether it is unknown, old or used', async () => {
    await world.say('hi');
    const expired = await world.resume.offer(old);
    world.clock.now = expired.expiresAt;
    const used = await world.resume.offer(old);
    await world.resume.redeemCode(used.code, by('1'));
    const answers = new Set<string>();
    for (const [index, code] of [expired.code, used.code, 'ZZZZZ9'].entries()) {
      const key = keyOf(`try-${index}`);
      await write(key, code);
      answers.add(await lastText(key));
    }
    expect([...answers]).toEqual([expect.stringContaining('This code doesn’t work'.replace('’', "'"))]);
  });

  it('of the conversation itself changes nothing and is still good on the other device', async () => {
    const { code } = await world.say('hi').then(() => world.resume.offer(old));
    await write(old, code);
    expect(await lastText(old)).toContain('already in this conversation');
    await write(fresh, code);
    expect((await conversation(fresh))?.continues).toMatchObject({ key: old });
  });

  it('is no code where a dialog asks something', async () => {
    await world.turns.handleMessage(messageOf('x', { choice: 'flow:callback' }));
    await world.say('ZZZZZ9');
    expect((await world.transcript(old)).map(lineOf)).toContain('3 customer: ZZZZZ9');
  });

  it('is told from an order number', async () => {
    await world.say('AL2345');
    expect((await world.transcript()).map(lineOf)[0]).toBe('1 customer: AL2345');
    expect(await lastText(old)).not.toContain('code');
  });

  it('leads over several devices to where the conversation is, and never round in a circle', async () => {
    await world.say('hi');
    const one = await world.resume.offer(old);
    await write(fresh, one.code);
    const two = await world.resume.offer(fresh);
    expect(await world.resume.redeemCode(one.code, by('9'))).toEqual({ kind: 'refused' });
    await write(keyOf('c'), two.code);
    expect((await conversation(keyOf('c')))?.continues?.key).toEqual(old);
    const three = await world.resume.offer(old);
    await write(fresh, three.code);
    expect(await lastText(fresh)).toContain('already in this conversation');
    await write(keyOf('c'), 'hello from the third');
    for (const key of [old, fresh]) expect((await seen(key)).join()).toContain('hello from the third');
  });

  it('survives a restart', async () => {
    const { code } = await world.say('hi').then(() => world.resume.offer(old));
    const after = serviceWorld(brain, world.store);
    expect(await after.resume.redeemCode(code, by('1'))).toMatchObject({ kind: 'continued' });
  });
});

describe('guessing codes', () => {
  const guess = (index: number, client: string) => world.resume.redeemCode(`ZZZZ${(index % 8) + 2}A`, by('g', client));

  it('is over after ten tries of one client, for an hour, even with a right one', async () => {
    const { code } = await world.say('hi').then(() => world.resume.offer(old));
    for (let index = 0; index < 10; index += 1) expect(await guess(index, 'x')).toEqual({ kind: 'refused' });
    expect(await world.resume.redeemCode(code, by('1', 'x'))).toEqual({ kind: 'limited', retryAfterMs: hourMs });
    expect(await guess(0, 'y')).toEqual({ kind: 'refused' });
    world.clock.now += hourMs;
    expect(await world.resume.redeemCode(code, by('1', 'x'))).toMatchObject({ kind: 'continued' });
  });

  it('is over after ten tries in one conversation, and told so', async () => {
    for (let index = 0; index < 10; index += 1) await write(fresh, 'ZZZZZ9', { externalId: `m${index}` });
    await write(fresh, 'ZZZZZ9', { externalId: 'm10' });
    expect(await lastText(fresh)).toContain('too many tries');
  });

  it('is over for all after 300 tries from wherever, but links go on working', async () => {
    const { code, link } = await world.say('hi').then(() => world.resume.offer(old));
    for (let index = 0; index < 300; index += 1) await guess(index, `client ${index}`);
    expect(await world.resume.redeemCode(code, by('1', 'new'))).toMatchObject({ kind: 'limited' });
    expect(await world.resume.redeemLink(link, by('1', 'new'))).toMatchObject({ kind: 'continued' });
  });
});

describe('a link', () => {
  it('works as often as it is opened, until it is replaced or a day has passed', async () => {
    await world.say('hi');
    const first = await world.resume.offer(old);
    for (const id of ['1', '2'])
      expect(await world.resume.redeemLink(first.link, by(id))).toMatchObject({ kind: 'continued' });
    const second = await world.resume.offer(old);
    expect(await world.resume.redeemLink(first.link, by('3'))).toEqual({ kind: 'refused' });
    world.clock.now = second.expiresAt;
    expect(await world.resume.redeemLink(second.link, by('3'))).toEqual({ kind: 'refused' });
  });

  it('that was tampered with is refused', async () => {
    const { link } = await world.say('hi').then(() => world.resume.offer(old));
    expect(await world.resume.redeemLink(`${link}x`, by('1'))).toEqual({ kind: 'refused' });
  });
});
