import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate, fitCalibration, noCalibration } from '../../src/matching/calibration.ts';
import { confidenceFeatureNames } from '../../src/matching/confidence.ts';
import type { Brain } from '../../src/service/brain.ts';
import { smallBrain } from '../support/small-brain.ts';

describe('the confidence', () => {
  let brain: Brain;
  const best = (text: string) => brain.rank(brain.analyze(text))[0];
  const confidence = (text: string) => best(text)?.confidence ?? NaN;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  const paraphrases: readonly [string, string][] = [
    ['there is no internet here at all', 'no-data'],
    ['somebody stole my phone in the metro', 'stolen'],
    ['please pay me my money back', 'refund'],
    ['how do I scan this qr code', 'scan-code'],
    ['no tengo conexión, los datos no funcionan', 'no-data'],
    ['quiero que me devolváis el dinero', 'refund'],
    ['这里没有网络，连不上', 'no-data'],
    ['我的手机被小偷拿走了', 'stolen'],
  ];
  const unrelated = [
    'which museum opens on Monday',
    'receta de tortilla',
    '附近有什么好吃的',
    'zzyzx qwrtp',
    'my dog is ill',
  ];

  it.each(paraphrases)('is high for a paraphrase: %s', (text, articleId) => {
    expect(best(text)?.articleId).toBe(articleId);
    expect(confidence(text)).toBeGreaterThan(0.6);
  });

  it('is lower for every unrelated text than for any paraphrase', () => {
    const lowest = Math.min(...paraphrases.map(([text]) => confidence(text)));
    for (const text of unrelated) {
      expect(confidence(text)).toBeLessThan(lowest);
      // From 0.6 on this brain answers.
      expect(confidence(text)).toBeLessThan(0.6);
    }
  });

  it('is nearly certain of an own phrase, however it is typed', () => {
    for (const text of ['top up', 'TOP-UP!!', 'Código QR', '二維碼'])
      expect(confidence(text)).toBeGreaterThanOrEqual(0.97);
  });

  it('is computed from one value for each named feature, which the match tells', () => {
    expect(best('no internet here')?.confidenceFeatures).toHaveLength(confidenceFeatureNames.length);
  });

  it('sees more unknown words in a foreign text', () => {
    const at = confidenceFeatureNames.indexOf('share of unknown words');
    expect(best('zzyzx qwrtp')?.confidenceFeatures[at]).toBe(1);
    expect(best('no internet')?.confidenceFeatures[at]).toBe(0);
  });
});

describe('a calibration', () => {
  it('that is none changes nothing', () => {
    for (const p of [0.01, 0.3, 0.5, 0.99]) expect(calibrate(p, noCalibration.default)).toBeCloseTo(p, 9);
  });

  it('keeps the order of confidences and stays within 0 and 1', () => {
    const corrected = [0, 0.2, 0.5, 0.8, 1].map((p) => calibrate(p, { slope: 1.7, shift: -0.4 }));
    expect(corrected).toEqual([...corrected].sort((a, b) => a - b));
    for (const p of corrected) expect(p > 0 && p < 1).toBe(true);
  });

  /** Answers given at 0.5 of which three quarters were right, and at 0.2 of which two fifths were. */
  const answers = [
    ...Array.from({ length: 400 }, (_, at) => ({ confidence: 0.5, right: at % 4 !== 0 })),
    ...Array.from({ length: 400 }, (_, at) => ({ confidence: 0.2, right: at % 5 < 2 })),
  ];

  it('is fitted to how often answers were right', () => {
    const fitted = fitCalibration(answers, noCalibration.default);
    expect(calibrate(0.5, fitted)).toBeCloseTo(0.75, 2);
    expect(calibrate(0.2, fitted)).toBeCloseTo(0.4, 2);
  });

  it('that is fitted to corrected answers comes on top of the correction', () => {
    const before = { slope: 2, shift: 0.5 };
    const raw = [0.5, 0.2].map((p) => calibrate(p, { slope: 1 / before.slope, shift: -before.shift / before.slope }));
    const fitted = fitCalibration(answers, before);
    expect(calibrate(raw[0] ?? NaN, fitted)).toBeCloseTo(0.75, 2);
    expect(calibrate(raw[1] ?? NaN, fitted)).toBeCloseTo(0.4, 2);
  });
});
