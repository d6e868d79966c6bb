import { beforeAll, describe, expect, it } from 'vitest';
import { createCueSpotter, type Signal, type SpotCues } from '../../src/language/cues.ts';
import { fold } from '../../src/language/normalize.ts';
import { ownDialogs } from '../support/small-brain.ts';

describe('the cue spotter', () => {
  const spot = createCueSpotter({
    en: {
      human: ['talk to a human', 'an agent'],
      humanAlone: ['agent'],
      negation: ["don't want to", 'no need to'],
      violence: ['has a knife'],
      medical: ['heart attack'],
      greeting: ['hello', 'good morning'],
      thanks: ['thanks', 'thank you', 'thanks a lot'],
      botQuestion: ['are you a bot'],
      yes: ['yes', 'ok'],
      noneOfThese: ['none of these'],
      no: ['none'],
    },
    es: { human: ['hablar con una persona'], greeting: ['hola'], yes: ['sí'] },
    'zh-Hans': { human: ['转人工', '人'], greeting: ['你好'], thanks: ['谢谢'], violence: ['刀'] },
    'zh-Hant': { human: ['真人'], greeting: ['哈囉'] },
    de: { human: ['mit einem Menschen'] },
  });
  const found = (text: string): Signal[] => [...spot(fold(text))].sort();

  it.each([
    ['at the end', 'this is useless, let me TALK to a HUMAN!!'],
    ['in the middle', 'please talk to a human for me, ok'],
    ['in another language than the rest', 'my eSIM is dead, quiero hablar con una persona now'],
    ['with accents and signs in other places', '¿hablar... con úna persona?'],
    ['inside Chinese without spaces', '我要转人工服务'],
    ['in Traditional characters for a Simplified cue', '我要轉人工服務'],
    ['in German', 'Ich will mit einem Menschen sprechen'],
  ])('finds a wish for a person %s', (_, text) => {
    expect(found(text)).toEqual(['human']);
  });

  it('finds no cue in a part of a word', () => {
    expect(found('an agentur sent me')).toEqual([]);
    expect(found('othello is great')).toEqual([]);
  });

  it('ignores a single Han character as a wish for a person, since it is a part of many words', () => {
    expect(found('机场的人很多')).toEqual([]);
  });

  it('undoes a wish for a person by a negation right before it, and only there', () => {
    expect(found("I don't want to talk to a human")).toEqual([]);
    expect(found('no need to talk to a human')).toEqual([]);
    expect(found("I don't want to wait, let me talk to a human")).toEqual(['human']);
  });

  it('finds a wish said once with and once without negation', () => {
    expect(found("I don't want to talk to a human. No, talk to a human it is")).toEqual(['human']);
  });

  it('never undoes danger', () => {
    expect(found("don't want to has a knife")).toEqual(['violence']);
  });

  it('finds danger anywhere, together with other signals', () => {
    expect(found('a man has a knife, talk to a human')).toEqual(['human', 'violence']);
    expect(found('他有刀')).toEqual(['violence']);
    expect(found('I think it is a heart attack')).toEqual(['medical']);
  });

  it.each([
    ['hello', ['greeting']],
    ['Good morning, thank you!', ['greeting', 'thanks']],
    ['hola hello 你好', ['greeting']],
    ['你好谢谢', ['greeting', 'thanks']],
    ['agent', ['human']],
    ['hello, agent please', []],
    ['hello, my eSIM is dead', []],
    ['', []],
    ['?!', []],
  ])('reads "%s" as a message made of cues as a whole: %j', (text, signals) => {
    expect(found(text)).toEqual(signals);
  });

  it('prefers the longest expression at each place', () => {
    expect(found('none of these')).toEqual(['noneOfThese']);
    expect(found('none')).toEqual(['no']);
    expect(found('thanks a lot')).toEqual(['thanks']);
  });

  it('finds nothing without cues', () => {
    expect([...createCueSpotter({})('hello')]).toEqual([]);
  });
});

describe("the project's own cues", () => {
  let spot: SpotCues;

  beforeAll(async () => {
    spot = createCueSpotter((await ownDialogs()).cues);
  });

  it.each([
    'this bot is hopeless, I want to talk to a real person',
    'oye, quiero hablar con una persona',
    '转人工',
    '轉真人客服',
    'je veux parler à un humain',
    'ich möchte mit einem Menschen sprechen',
    'voglio parlare con un operatore',
    'quero falar com um atendente',
    'オペレーターと話したい',
    '상담원 연결해 주세요',
    'хочу поговорить с оператором',
    'أريد التحدث مع موظف',
  ])('know a wish for a person: %s', (text) => {
    expect(spot(fold(text))).toContain('human');
  });

  it.each([
    'how do I scan the code with my phone',
    'la persona de la tienda me dijo que no hace falta',
    '我的手机没有网络',
    'my battery is dead and the data plan is killing my budget',
  ])('see neither a wish for a person nor danger in: %s', (text) => {
    expect([...spot(fold(text))]).toEqual([]);
  });
});
