import { beforeAll, describe, expect, it } from 'vitest';
import { createDetector, type DetectLanguage, type LanguagePrior } from '../../src/language/detect.ts';
import { languageCodes, type LanguageCode } from '../../src/language/languages.ts';
import { vocabularyOf } from '../../src/service/brain.ts';
import { smallPublished } from '../support/small-brain.ts';

describe('the language detector', () => {
  let detect: DetectLanguage;
  const codeOf = (text: string, prior: LanguagePrior = {}) => detect(text, prior).code;

  beforeAll(async () => {
    const { knowledge, glossary } = await smallPublished();
    detect = createDetector(vocabularyOf(knowledge, glossary));
  });

  describe('stays with the language of the conversation', () => {
    const saysNothing = ['QR?', 'ok', 'OK!!', 'Wi-Fi', 'wifi?', '5 GB', 'iPhone 15', '👍', '???', '', 'B7-KK2', '3'];

    it.each(saysNothing)('for "%s"', (text) => {
      for (const current of languageCodes) expect([current, codeOf(text, { current })]).toEqual([current, current]);
    });

    it('for a brand among words of two scripts', () => {
      for (const current of ['en', 'es', 'zh-Hans', 'zh-Hant'] as const) {
        expect(codeOf('我的eSIM', { current })).toBe(current);
      }
    });

    it('for addresses, links and order codes, whatever words they are made of', () => {
      for (const text of [
        'maria.gonzalez@correo.es',
        'https://tienda.ejemplo.es/ayuda',
        'www.ayuda.es',
        'PEDIDO-2024',
      ]) {
        expect(codeOf(text, { current: 'en' })).toBe('en');
        expect(codeOf(text, { current: 'zh-Hant' })).toBe('zh-Hant');
      }
    });

    it('when the client has another locale', () => {
      expect(codeOf('ok', { current: 'es', locale: 'en' })).toBe('es');
    });
  });

  describe('follows a clear change at once', () => {
    const changes: readonly [LanguageCode, LanguageCode, string][] = [
      ['en', 'es', 'no tengo internet en el hotel'],
      ['es', 'en', 'I have no internet in the hotel'],
      ['zh-Hans', 'en', 'I have no internet in the hotel'],
      ['zh-Hans', 'es', 'quiero devolver la eSIM porque no funciona'],
      ['en', 'zh-Hans', '我的手机没有网络'],
      ['es', 'zh-Hant', '我的手機上不了網'],
      ['en', 'de', 'Guten Tag, ich habe seit heute Morgen kein Netz mehr'],
      ['en', 'fr', "Bonjour, je n'ai plus de réseau depuis ce matin"],
      ['en', 'ja', 'インターネットに繋がりません'],
      ['en', 'ko', '인터넷이 안 돼요'],
      ['en', 'ru', 'у меня не работает интернет'],
      ['en', 'ar', 'لا يوجد إنترنت في الفندق'],
      ['en', 'nl', 'Hallo, ik heb sinds vanochtend geen bereik meer'],
      ['en', 'pl', 'Dzień dobry, od rana nie mam zasięgu w telefonie'],
      ['en', 'tr', 'Merhaba, sabahtan beri telefonum çekmiyor'],
      ['en', 'uk', 'Доброго дня, з ранку немає зв’язку'],
      ['ru', 'uk', 'у мене не працює інтернет'],
      ['uk', 'ru', 'у меня не работает интернет, вы можете помочь?'],
      ['zh-Hant', 'zh-Hans', '我的手机没有网络'],
      ['zh-Hans', 'zh-Hant', '我的手機沒有網路'],
    ];

    it.each(changes)('from %s to %s: %s', (current, next, text) => {
      expect(codeOf(text, { current })).toBe(next);
    });
  });

  describe('tells Chinese scripts', () => {
    it('reads Cantonese and Taiwan Mandarin as Traditional, Mainland Mandarin as Simplified', () => {
      expect(codeOf('點解上唔到網')).toBe('zh-Hant');
      expect(codeOf('手機沒有訊號')).toBe('zh-Hant');
      expect(codeOf('手机没有信号')).toBe('zh-Hans');
    });

    it('follows the locale where both scripts write the same', () => {
      expect(codeOf('你好', { locale: 'zh-Hant' })).toBe('zh-Hant');
      expect(codeOf('你好', { locale: 'zh-Hans' })).toBe('zh-Hans');
      expect(codeOf('你好')).toBe('zh-Hans');
    });

    it('keeps the script in use rather than that of the locale', () => {
      expect(codeOf('你好', { current: 'zh-Hant', locale: 'zh-Hans' })).toBe('zh-Hant');
    });

    it('uses the locale when the conversation was held in another language', () => {
      expect(codeOf('好的你好在不在', { current: 'en', locale: 'zh-Hant' })).toBe('zh-Hant');
    });

    it('trusts the characters more than the locale', () => {
      expect(codeOf('手机没有信号', { locale: 'zh-Hant' })).toBe('zh-Hans');
      expect(codeOf('手機沒有訊號', { locale: 'zh-Hans' })).toBe('zh-Hant');
    });
  });

  it('tells Japanese with many Han characters from Chinese with a borrowed kana', () => {
    expect(codeOf('接続できない')).toBe('ja');
    expect(codeOf('这张电话卡的说明书の在哪里可以看到')).toBe('zh-Hans');
  });

  it('takes Latin letters for a language with Latin letters when nothing else is known', () => {
    for (const [text, code] of [
      ['bonjour', 'fr'],
      ['grazie mille', 'it'],
      ['kein Netz', 'de'],
      ['zzyzx', 'en'],
    ] as const) {
      expect(codeOf(text)).toBe(code);
    }
  });

  it('never takes Latin letters for a language of another script when nothing else is known', () => {
    for (const text of ['ma internet non va in the hotel', 'el plan de mi hija', 'mam problem z internetem']) {
      expect(codeOf(text)).toMatch(/^[a-z]{2}$/);
    }
  });

  it('is surer of a long plain text than of a short one', () => {
    const long = detect('no tengo internet en la eSIM desde que aterricé en el aeropuerto');
    expect(long).toMatchObject({ code: 'es' });
    expect(long.confidence).toBeGreaterThan(0.9);
    expect(detect('plan').confidence).toBeLessThan(0.5);
  });

  it('gives a confidence from 0 to 1 for any text', () => {
    for (const text of ['', '\ud800', '𠮷野家', 'a'.repeat(2000), '网'.repeat(2000), 'สวัสดี', '🇪🇸', '\u0000']) {
      const { code, confidence } = detect(text);
      expect(languageCodes).toContain(code);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });
});
