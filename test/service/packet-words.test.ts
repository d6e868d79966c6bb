import { beforeAll, describe, expect, it } from 'vitest';
import type { FlowPacket } from '../../src/conversation/flow-position.ts';
import type { FlowBook } from '../../src/dialog/flow-run.ts';
import { packetWords } from '../../src/service/packet-words.ts';
import { ownFlows } from '../support/flow-script.ts';

let book: FlowBook;
beforeAll(async () => {
  ({ book } = await ownFlows());
});

const packet: FlowPacket = {
  flow: 'no-signal',
  step: 'ns-7',
  slots: { entry: 'no-bars', orderNumber: 'AL-1', unheardOf: 'x' },
  stepResults: [{ flow: 'no-signal', step: 'ns-3', result: 'not-helped', at: 1 }],
  results: {},
  urgency: 'high',
  queue: 'support',
};

describe('the words of a packet', () => {
  it.each([
    ['es', /[¿áéíóúñ]/],
    ['zh-Hans', /\p{Script=Han}/u],
  ] as const)('are those the customer was asked with, in %s', (language, own) => {
    const words = packetWords(book, packet, language);
    expect(words.flow).toMatch(own);
    expect(words.tries['no-signal/ns-3']).toMatch(own);
    expect(words.questions.entry).toMatch(own);
    expect(Object.keys(words.answers)).toEqual(['entry']);
  });

  it('leave out what nobody asked, and what an exit says', () => {
    expect(packetWords(book, packet, 'en').questions.unheardOf).toBeUndefined();
    expect(packetWords(book, { ...packet, step: 'not-solved' }, 'en').step).toBeUndefined();
  });

  it('are English where a language has none', () => {
    expect(packetWords(book, packet, 'fr')).toEqual(packetWords(book, packet, 'en'));
  });

  it('show no blanks of the phrases', () => {
    expect(JSON.stringify(packetWords(book, packet, 'en'))).not.toMatch(/\{\{|\*\*/);
  });
});
