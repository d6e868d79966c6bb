import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/conversation/entry.ts';
import type { ConsoleConversation } from '../../src/http/console-api.ts';
import { packetFacts } from '../../src/web/console/packet.ts';
import { packetTexts } from '../../src/web/console/packet-texts.ts';
import { fieldText, placeText } from '../../src/web/console/packet-values.ts';

const customer = (seq: number, text: string, choice?: string) =>
  ({ seq, author: { role: 'customer' }, content: { kind: 'message', text, choice } }) as unknown as Entry;
const bot = (seq: number, replyTo: number, articleId?: string, confidence?: number) =>
  ({
    seq,
    replyTo,
    author: { role: 'bot' },
    content: { kind: 'message', text: '' },
    decision: {
      articleId,
      candidates: articleId === undefined ? [] : [{ articleId, confidence }],
    },
  }) as unknown as Entry;

/** A request that a dialog handed over. */
function handedOver(packet: object, entries: readonly Entry[] = [], topic?: string): ConsoleConversation {
  return {
    key: 'directline:one',
    conversation: { slots: {}, level: 'order', topic },
    ticket: { packet: { slots: {}, stepResults: [], results: {}, ...packet } },
    entries,
    titles: {},
  } as unknown as ConsoleConversation;
}

describe('the facts of a handoff packet', () => {
  it('name order, line, plan, device and place, by four digits where that is enough', () => {
    const facts = packetFacts(
      handedOver({
        slots: { device: 'Pixel 8', place: 'Seville (ES)', email: 'a@example.com' },
        results: {
          orderIdItem: { orderId: 'AL-1', items: [{ lineId: 'L-556677', planId: 'p-1' }] },
        },
      }),
    );
    expect(facts).toMatchObject({
      order: 'AL-1',
      line: '6677',
      plan: 'p-1',
      device: 'Pixel 8',
      contact: 'a@example.com',
    });
    expect(facts.slots).toEqual([]);
  });

  it('tell what was understood, how surely, and the words it was understood from', () => {
    const entries = [customer(1, 'my phone is gone'), bot(2, 1, 'stolen', 0.9), customer(3, 'AL-1'), bot(4, 3)];
    const facts = packetFacts(handedOver({}, entries, 'stolen'));
    expect(facts.intent).toEqual({ articleId: 'stolen', confidence: 0.9 });
    expect(facts.wish).toBe('my phone is gone');
  });

  it('tell how sure it was then, not how little a later message spoke for it', () => {
    const later = {
      articleId: undefined,
      candidates: [
        { articleId: 'human', confidence: 0.9 },
        { articleId: 'stolen', confidence: 0.01 },
      ],
    };
    const entries = [
      customer(1, 'my phone is gone'),
      bot(2, 1, 'stolen', 0.9),
      { ...bot(4, 3), decision: later } as unknown as Entry,
    ];
    expect(packetFacts(handedOver({}, entries, 'stolen')).intent).toEqual({ articleId: 'stolen', confidence: 0.9 });
  });

  it('take no "I do not know" for an order or a device', () => {
    expect(packetFacts(handedOver({ slots: { orderNumber: 'unknown', device: 'unknown' } }))).toMatchObject({
      order: undefined,
      device: undefined,
    });
  });

  it('prefer what the customer wrote as a summary', () => {
    const entries = [customer(1, 'help'), bot(2, 1, 'call', 0.8)];
    expect(packetFacts(handedOver({ slots: { summary: 'My bill' } }, entries)).wish).toBe('My bill');
  });

  it('hold what the back office answered, field by field, without lists that were only to choose from', () => {
    const { groups } = packetFacts(
      handedOver({
        results: {
          line: { state: 'active', lastRegistration: { network: 'Orange' }, networks: ['A', 'B'] },
          refund: { amount: { amount: 9, currency: 'EUR' } },
          times: { slots: [{ start: '2026-01-01T10:00:00Z' }] },
          identity: { verified: true },
        },
      }),
    );
    expect(groups).toEqual([
      {
        name: 'line',
        fields: [
          ['state', 'active'],
          ['network', 'Orange'],
          ['networks', 'A, B'],
        ],
      },
      { name: 'refund', fields: [['amount', { amount: 9, currency: 'EUR' }]] },
    ]);
  });

  it('know consent only where it was asked for', () => {
    expect(packetFacts(handedOver({})).consent).toBeUndefined();
    expect(packetFacts(handedOver({ slots: { consent: 'no' } })).consent).toBe('no');
  });

  it('have the same words in every language', () => {
    const names = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, names(inner)]))
        : true;
    expect(names(packetTexts.es)).toEqual(names(packetTexts.en));
    expect(names(packetTexts['zh-Hans'])).toEqual(names(packetTexts.en));
  });
});

describe('a value of the packet', () => {
  const times = { clock: (at: number) => new Date(at).toISOString(), relative: () => '' };
  const deps = { words: packetTexts.es, language: 'es', times, now: () => 0 } as unknown as Parameters<
    typeof fieldText
  >[1];

  it.each([
    ['remainingMb', 1500, '1,5 GB'],
    ['throttled', true, 'sí'],
    ['state', 'suspended', 'suspendida'],
    ['amount', { amount: 9.5, currency: 'EUR' }, '9,50 €'],
    ['since', '2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000Z'],
    ['country', 'ES', 'España'],
    ['note', 'as it is', 'as it is'],
  ] as const)('%s is written as the language does', (name, value, text) => {
    expect(fieldText([name, value], deps).replace(/\s/g, ' ')).toBe(text);
  });

  it('names the country of a place', () => {
    expect(placeText('Sevilla (ES)', 'en')).toBe('Sevilla, Spain');
    expect(placeText('somewhere', 'en')).toBe('somewhere');
  });
});
