import { describe, expect, it } from 'vitest';
import { createSpotTurned } from '../../src/language/contrast.ts';

const spot = createSpotTurned({
  en: {
    contrast: ["it's not that … it's that", "i don't want to … , only"],
    refusal: ["i don't want", "i don't want to"],
  },
  es: { contrast: ['no es que … es que'], refusal: ['no quiero'] },
  'zh-Hans': { contrast: ['不是 … , 是', '不是 … 而是'], refusal: ['不想'] },
});
const found = (text: string) => {
  const turned = spot(text);
  return turned === undefined ? undefined : [turned.refused.trim(), turned.kept.trim(), turned.isContrast];
};

describe('what a message turns down', () => {
  it.each<[string, string, readonly unknown[] | undefined]>([
    ['not A but B', "It's not that it is off, it's that it is slow", ['it is off', 'it is slow', true]],
    [
      'with what stands before',
      "Hi! It's not that it is off. It's that it is slow",
      ['it is off.', 'hi!   it is slow', true],
    ],
    ['with a curly apostrophe', 'It’s not that A, it’s that B', ['a', 'b', true]],
    ['after a comma', "I don't want to cancel, only change", ['cancel', 'change', true]],
    ['… and no contrast without one', "I don't want to cancel only one", ['cancel only one', '', false]],
    ['in Spanish, whatever the accents', 'no es que no vaya, és que va lento', ['no vaya', 'va lento', true]],
    ['in Chinese', '不是没信号，是很慢', ['没信号', '很慢', true]],
    ['in Chinese without a comma', '不是没信号而是很慢', ['没信号', '很慢', true]],
    ['a refusal alone', 'No quiero un reembolso', ['un reembolso', '', false]],
    ['a refusal and a clause of its own', '我不想退款，怎么开发票', ['退款', '我 怎么开发票', false]],
    ['the end of a refusal', "I don't want a refund. Why is it slow?", ['a refund', 'why is it slow?', false]],
    ['nothing in other words', 'my data is not working but I paid', undefined],
    ['nothing in a part of a word', 'quino quiero', undefined],
    ['nothing where nothing follows', "that is what i don't want", undefined],
  ])('%s: %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});
