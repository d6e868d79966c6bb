import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBackOffice } from '../../src/backoffice/open-back-office.ts';
import { createMemoryOutbox } from '../../src/backoffice/outbox.ts';
import { silentLogger } from '../../src/log.ts';
import { createAsk } from '../../src/service/ask-back-office.ts';
import type { Brain } from '../../src/service/brain.ts';
import { createCalls, type AskBackOffice } from '../../src/service/calls.ts';
import { createFeed } from '../../src/service/feed.ts';
import type { PendingCall } from '../../src/conversation/conversation.ts';
import { ownRules } from '../support/backoffice-world.ts';
import { keyOf } from '../support/conversations.ts';
import { serviceWorld } from '../support/service-world.ts';
import { smallBrain } from '../support/small-brain.ts';

let brain: Brain;
const folders: string[] = [];

beforeAll(async () => {
  brain = await smallBrain();
});

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** Turns over a memory store, with the demo as it is opened for a server. */
async function demoTurns() {
  const dir = await mkdtemp(join(tmpdir(), 'simpatico-dialogs-'));
  folders.push(dir);
  const world = serviceWorld(brain);
  world.clock.now = Date.parse('2026-08-12T09:00:00Z');
  const outbox = createMemoryOutbox();
  const caller = await openBackOffice({
    settings: { BACKOFFICE: 'demo', AIRALO_URL: '', ESIM_GO_URL: '', ESIM_GO_CURRENCY: 'EUR' },
    rules: await ownRules(),
    dir,
    key: 'k'.repeat(32),
    demoOutbox: outbox,
    now: () => world.clock.now,
    logger: silentLogger,
  });
  const ask = createAsk(caller, 'alondra');
  const asked: PendingCall[] = [];
  const watched: AskBackOffice = (call, about) => {
    asked.push(call);
    return ask(call, about);
  };
  // A feed of its own: calls are made only when the test sweeps.
  const calls = () =>
    createCalls({
      store: world.store,
      turns: world.turns,
      feed: createFeed((error) => {
        throw error;
      }),
      ask: watched,
      onError: (error) => {
        throw error;
      },
    });
  const conversation = async () => (await world.store.load(keyOf('a'))).conversation;
  const settle = async () => {
    while (((await conversation())?.calls ?? []).length > 0) await calls().sweep();
  };
  let said = 0;
  /** `[option]` presses a button, `code` types the code of the last e-mail, all else is typed. */
  const act = async (turn: string, wait = true) => {
    const open = (await conversation())?.flow;
    const option = /^\[(.+)\]$/.exec(turn)?.[1];
    const pressed = open?.offered.find(({ value }) => value.endsWith(`:${option}`));
    if (option !== undefined && pressed === undefined) {
      throw new Error(`${open?.flow}/${open?.step} has no button ${option}; asked ${await lines()}`);
    }
    const code = /\d{6}/.exec(outbox.messages().findLast(({ kind }) => kind === 'code')?.text ?? '')?.[0];
    const text = turn === 'code' ? (code ?? '') : (pressed?.title ?? turn);
    said += 1;
    await world.say(text, {
      externalId: `m${said}`,
      at: world.clock.now,
      ...(pressed === undefined ? {} : { choice: pressed.value }),
    });
    if (wait) await settle();
  };
  const lines = async () =>
    (await world.transcript())
      .flatMap(({ content }) => (content.kind === 'called' ? [`${content.operation}: ${content.result}`] : []))
      .join(', ');
  const begin = async (flow: string, language: string) => {
    await world.say(flow, { externalId: 'm0', at: world.clock.now, choice: `flow:${flow}`, locale: language });
    await settle();
  };
  return { ...world, act, begin, asked, lines, conversation, calls, settle, outbox };
}

const maria = ['AL-1001', 'maria@example.com'];
const lucky: readonly (readonly [flow: string, turns: readonly string[], last: readonly string[]])[] = [
  ['refund', ['AL-1002', 'liwei@example.com', 'code', '[not-needed]', '[yes]'], ['refund.create']],
  ['plan-change', [...maria, '[more-data]', '1', '[yes]', '[paid]'], ['payment.createLink', 'topup.create']],
  ['lost-stolen', ['[lost]', ...maria, '[yes]', 'code', '[later]'], ['line.suspend']],
  [
    'install-esim',
    [
      'iPhone 14',
      '[eid]',
      '[free]',
      'AL-1002',
      'liwei@example.com',
      '[no]',
      '[yes]',
      '[other-screen]',
      '[worked]',
      '[no]',
      '[no]',
    ],
    ['device.lookup', 'esim.resendActivation'],
  ],
  ['no-signal', ['[yes]', 'Madrid', '[no-bars]', '[worked]', '[yes]', maria[1] ?? ''], ['outage.list', 'guide.send']],
  [
    'outage-report',
    ['Cádiz', '[unknown]', '[yes]', '[data]', '[unknown]', 'iPhone 14', '[yes]', 'me@example.org'],
    ['outage.report', 'outage.subscribe'],
  ],
  [
    'callback',
    ['[english]', '[phone]', '+44 7911 123456', '[yes]', '[unknown]', '1', 'My bill', '[unknown]', '[yes]'],
    ['callback.slots', 'callback.create'],
  ],
  ['password-reset', ['maria@example.com', '[yes-arrived]', '[logged-in]'], ['account.sendReset', 'account.lookup']],
  ['promo-check', ['[offer]', '10', '[yes]', '1'], ['promo.list']],
  ['promo-check', ['[code]', 'HOLA10', '[es-30d-10gb]'], ['catalogue.listPlans', 'promo.validate']],
  ['device-check', ['iPhone 14', '[japan]', '[free]', '[yes]'], ['device.lookup']],
  ['slow-data', ['[all]', ...maria, 'Madrid', '[worked]', '[no]'], ['usage.get', 'outage.list']],
];

describe('dialogs with the demo back office', () => {
  it.each(
    lucky.flatMap(([flow, turns, wanted]) =>
      ['en', 'es', 'zh-Hans'].map((language) => [flow, language, turns, wanted] as const),
    ),
  )('%s in %s: each call fits, to the end', async (flow, language, turns, wanted) => {
    const world = await demoTurns();
    await world.begin(flow, language);
    for (const turn of turns) await world.act(turn);
    // A success is followed by the rating.
    if ((await world.conversation())?.flow?.flow === 'rate') await world.act('[unknown]');
    const log = await world.lines();
    for (const operation of wanted) expect(log).toContain(`${operation}: ok`);
    expect(log.replaceAll(': ok', '')).not.toMatch(/: [A-Z]/);
    // It has ended, and nobody had to be called in.
    const after = await world.conversation();
    expect([after?.owner, after?.flow?.step]).toEqual(['bot', undefined]);
  });

  it('hands over what was learned when an order is not found', async () => {
    const world = await demoTurns();
    await world.begin('lost-stolen', 'en');
    for (const turn of ['[lost]', 'AL-1001', 'nobody@example.com', '[give-up]']) await world.act(turn);
    const { ticket } = await world.store.load(keyOf('a'));
    expect(ticket?.packet).toMatchObject({
      flow: 'lost-stolen',
      queue: 'security',
      urgency: 'critical',
      slots: { what: 'lost', orderNumber: 'AL-1001' },
    });
  });

  it('protects a line by two facts where no code can be had', async () => {
    const world = await demoTurns();
    await world.begin('lost-stolen', 'en');
    const { messages } = world.outbox;
    // Bought six days before.
    for (const turn of ['[lost]', 'AL-1001', 'maria@example.com', '[yes]', '[unknown]', '6/8/2026', '4240'])
      await world.act(turn);
    expect(messages().map(({ kind }) => kind)).toEqual(['code']);
    expect(await world.lines()).toContain('line.suspend: ok');
    const { ticket } = await world.store.load(keyOf('a'));
    expect(ticket?.packet).toMatchObject({ step: 'protected', results: { suspension: { state: 'suspended' } } });
  });

  it('sends a new eSIM to whoever has deleted it', async () => {
    const world = await demoTurns();
    await world.begin('install-esim', 'en');
    for (const turn of ['iPhone 14', '[eid]', '[free]', 'AL-1015', 'tom@example.com', 'code', '[yes]'])
      await world.act(turn);
    expect(await world.lines()).toContain('esim.reissue: ok');
    expect(world.asked.find(({ operation }) => operation === 'esim.reissue')?.input).toMatchObject({
      reason: 'deleted',
      newDevice: { model: 'Apple iPhone 14' },
    });
  });

  it('opens a case for a person where nobody can be identified', async () => {
    const world = await demoTurns();
    await world.begin('refund', 'en');
    for (const turn of ['[unknown]', 'It never worked', 'me@example.org']) await world.act(turn);
    expect(await world.lines()).toBe('case.create: ok');
    const { ticket } = await world.store.load(keyOf('a'));
    expect(ticket?.packet).toMatchObject({ flow: 'refund', queue: 'billing', slots: { evidence: 'It never worked' } });
  });

  it('makes a stored call once after the process was ended, and takes its answer once', async () => {
    const world = await demoTurns();
    await world.begin('password-reset', 'en');
    await world.act('maria@example.com', false);
    const [call] = (await world.conversation())?.calls ?? [];
    if (call === undefined) throw new Error('no call is stored');
    await world.calls().sweep();
    await world.settle();
    expect(world.asked.filter(({ operation }) => operation === 'account.sendReset')).toHaveLength(1);
    const before = await world.transcript();
    const result = { kind: 'ok', output: {}, proof: {} } as const;
    await world.turns.handleCalled(keyOf('a'), { call, result });
    await world.calls().sweep();
    expect(await world.transcript()).toEqual(before);
    expect(world.outbox.messages()).toHaveLength(1);
  });
});
