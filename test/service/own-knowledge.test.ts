import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { mustNotBeAnswered } from '../../src/knowledge/gold.ts';
import { utteranceOf } from '../../src/language/analyze.ts';
import { languageCodes, type LanguageCode } from '../../src/language/languages.ts';
import { packSlice, unpackSlice } from '../../src/matching/slice-bytes.ts';
import { createSuggest } from '../../src/matching/slice-ranker.ts';
import { cutSlice } from '../../src/matching/slice.ts';
import { projectDir } from '../../src/paths.ts';
import type { Brain } from '../../src/service/brain.ts';
import { loadBrain, readKept } from '../../src/service/catalog.ts';
import { readGold } from '../../src/service/gold-files.ts';
import { think } from '../../src/service/think.ts';
import { contrasts, refusals } from '../support/contrasts.ts';
import { messageOf } from '../support/service-world.ts';

describe("the project's own knowledge base", () => {
  let brain: Brain;
  const folders = {
    knowledgeDir: join(projectDir, 'knowledge-base'),
    dialogsDir: join(projectDir, 'dialogs'),
    vectorsPath: join(projectDir, 'models', 'vectors.bin'),
    modelDir: join(projectDir, 'dist', 'models'),
  };

  beforeAll(async () => {
    brain = await loadBrain(folders, () => {
      throw new Error('The model of the knowledge base is not there. Run `npm run build` first.');
    });
  }, 60_000);

  const ask = (text: string) =>
    think({ recent: [], seen: false }, messageOf(text), brain, { now: 0, delivery: 'none' });

  const questions: readonly [LanguageCode, string, string][] = [
    ['en', 'Hi, can I share the data of this eSIM with my tablet over a hotspot?', 'connect-hotspot'],
    ['en', 'How can I top up when my gigabytes run out?', 'plan-top-up'],
    ['en', 'I need an invoice for my company, where do I download it?', 'bill-invoice'],
    ['en', 'I have forgotten my password and cannot log in', 'account-password-reset'],
    ['es', '¿Cómo puedo ver cuántos datos me quedan este mes?', 'plan-check-usage'],
    ['es', 'Quiero que me devolváis el dinero, al final no viajo', 'bill-refund-request'],
    ['es', '¿La eSIM funciona también en Francia e Italia?', 'roam-eu-countries'],
    ['es', 'No me ha llegado el correo con el código QR', 'install-email-missing'],
    ['zh-Hans', '我的手机支持eSIM吗？', 'about-device-compatible'],
    ['zh-Hans', '行程取消了，能把钱退给我吗？', 'bill-refund-request'],
    ['zh-Hans', '网速太慢了，视频都看不了', 'connect-slow-data'],
    ['zh-Hant', '我換了新手機，eSIM要怎麼轉過去？', 'device-new-phone'],
    ['zh-Hant', '可以開熱點分享給朋友用嗎？', 'connect-hotspot'],
    ['zh-Hant', '點樣查剩低幾多數據？', 'plan-check-usage'],
  ];

  it.each(questions)('answers in %s: %s', (language, text, articleId) => {
    const { outcome, decision } = ask(text);
    const article = brain.article(articleId);
    const begins = article?.dialogStart === 'auto';
    expect(decision).toMatchObject({
      articleId,
      ...(begins ? { kind: 'step', flow: article.dialog } : { kind: 'answer' }),
    });
    expect(outcome.conversation.language).toBe(language);
    expect(outcome.conversation.flow !== undefined).toBe(begins);
    const { content } = outcome.entries[1]!;
    expect(content).toMatchObject({ language });
    if (!begins) expect(content).toMatchObject({ text: article?.texts[language]?.answer });
  });

  it.each([
    ['en', 'How much is the 10 GB plan and can I share it with my laptop?', 'buy-price', 'connect-hotspot'],
    ['en', 'Where do I download the invoice? Also, how do I top up?', 'bill-invoice', 'plan-top-up'],
    [
      'es',
      '¿Puedo compartir internet con el portátil? y además ¿puedo pedir factura?',
      'connect-hotspot',
      'bill-invoice',
    ],
    ['zh-Hans', '套餐多少钱？能开热点吗', 'buy-price', 'connect-hotspot'],
  ])('answers two questions in one message in %s: %s', (_, text, first, second) => {
    const { outcome, decision } = ask(text);
    const { articleId, answersFirst } = decision as { articleId?: string; answersFirst?: string };
    expect([articleId, answersFirst].sort()).toEqual([first, second].sort());
    const said = outcome.entries.filter(({ author }) => author.role === 'bot');
    expect(said).toHaveLength(2);
    const questions = said[0]?.decision?.questions?.map((question) => question.articleId);
    expect(questions).toEqual([answersFirst, articleId]);
  });

  it.each(['en', 'es', 'zh-Hans'])(
    'hears what is meant and not what is turned down, in nine of ten sentences in %s',
    (language) => {
      const own = contrasts.filter(([code]) => code === language);
      const right = own.filter(([, text, meant]) => brain.rank(brain.analyze(text))[0]?.articleId === meant);
      expect(own.length).toBeGreaterThanOrEqual(20);
      expect(right.length / own.length).toBeGreaterThanOrEqual(0.9);
    },
  );

  it.each(refusals)('asks back instead of beginning what is turned down: %s', (text) => {
    const { outcome, decision } = ask(text);
    expect(decision.kind).toBe('clarify');
    expect(outcome.conversation.flow).toBeUndefined();
  });

  it.each([
    'I bought the plan yesterday. The QR code has not arrived. Where is it?',
    'Hello! How are you? How do I top up?',
    'I landed in Madrid at nine. There is no internet. What can I do?',
  ])('takes one question and its background for one: %s', (text) => {
    expect(ask(text).decision).not.toHaveProperty('answersFirst');
  });

  it.each([
    ['en', 'What is the capital of Portugal?'],
    ['es', '¿Quién ganó el partido de anoche?'],
    ['zh-Hans', '明天马德里会下雨吗？'],
  ])('does not answer in %s what it knows nothing about: %s', (_, text) => {
    expect(ask(text).decision.kind).not.toMatch(/answer|step/);
  });

  it('hands over at once what only a person may handle, with its urgency', () => {
    const { outcome } = ask('Someone hacked my account and changed the e-mail address');
    expect(outcome.conversation.owner).toBe('queue');
    expect(outcome.tickets[0]).toMatchObject({ reason: 'escalation-rule', articleId: 'account-compromised' });
    expect(outcome.tickets[0]?.priority).not.toBe('normal');
  });

  it.each(['QR?', 'ok', 'Wi-Fi', '5 GB', 'iPhone 15', 'eSIM', 'ana@correo.es'])(
    'never changes the language of a conversation for "%s"',
    (text) => {
      for (const current of languageCodes)
        expect([current, brain.analyze(text, { current }).language]).toEqual([current, current]);
    },
  );

  it('takes words that are spelt alike in two languages for those of the page', () => {
    expect(brain.analyze('no internet', { locale: 'en' }).language).toBe('en');
    expect(brain.analyze('no internet', { locale: 'es' }).language).toBe('es');
    expect(brain.analyze('sin internet', { locale: 'en' }).language).toBe('es');
  });

  it.each([
    ['en', 'es', 'me gustaría devolver la tarjeta'],
    ['es', 'en', 'where do I see how much is left'],
    ['zh-Hant', 'en', 'where do I see how much is left'],
    ['zh-Hans', 'es', 'no tengo cobertura en el hotel'],
    ['en', 'de', 'Ich habe hier kein Internet, was kann ich tun?'],
    ['en', 'fr', "Je n'ai pas de réseau depuis mon arrivée"],
    ['en', 'nl', 'Ik heb hier geen internet, wat kan ik doen?'],
    ['en', 'pl', 'Nie mam tutaj internetu, co mam zrobić?'],
    ['en', 'tr', 'Burada internetim yok, ne yapabilirim?'],
    ['en', 'ca', 'Aquí no tinc internet, què puc fer amb el mòbil?'],
    ['en', 'sv', 'Jag har inget internet här, vad kan jag göra?'],
    ['en', 'uk', 'У мене тут немає інтернету, що робити?'],
  ] as const)('follows a customer from %s to %s', (current, next, text) => {
    expect(brain.analyze(text, { current }).language).toBe(next);
  });

  it.each(['en', 'es', 'zh-Hans', 'zh-Hant'] as const)(
    'ranks gold questions in %s as the slice for download does, which is below a megabyte',
    async (language) => {
      const { published, model } = (await readKept(folders.modelDir, brain.version))!;
      const { glossary, calibration: calibrations } = published;
      const questions = new Map(brain.articles.map(({ id, texts }) => [id, texts[language]?.question ?? '']));
      const confidence = model.confidence.any!;
      const source = { knowledge: brain.version, language, model, questions, glossary, calibrations, confidence };
      const bytes = packSlice(cutSlice(source));
      expect(gzipSync(bytes).length).toBeLessThan(650_000);
      const suggest = createSuggest(unpackSlice(bytes));
      const gold = (await readGold(folders.knowledgeDir)).questions.filter((one) => one.language === language);
      const asked = gold.filter(({ entry }) => entry !== mustNotBeAnswered);
      const same = asked.filter(({ question }) => {
        const [first] = brain.rank(utteranceOf(question, language), 1);
        return suggest(question, 1)[0]?.articleId === first?.articleId;
      });
      const found = asked.filter(({ question, entry }) =>
        suggest(question).some(({ articleId }) => articleId === entry),
      );
      expect(asked.length).toBeGreaterThan(80);
      expect(same.length / asked.length).toBeGreaterThanOrEqual(0.94);
      expect(found.length / asked.length).toBeGreaterThanOrEqual(0.97);
    },
    60_000,
  );

  it('has a question and an answer for every article in every language, with all placeholders filled', () => {
    for (const { id, texts } of brain.articles) {
      expect([id, Object.keys(texts)]).toEqual([id, [...brain.languages]]);
      for (const text of Object.values(texts)) {
        expect(text.question).not.toBe('');
        expect(`${text.question}${text.answer}`).not.toContain('{{');
      }
    }
  });
});
