import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { Heard } from '../../src/evaluation/run.ts';
import { withThresholds } from '../../src/evaluation/thresholds-file.ts';
import { tuneText } from '../../src/evaluation/tune-report.ts';
import { tune } from '../../src/evaluation/tune.ts';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import { articleOf, matchOf } from '../support/situations.ts';

const article = (id: string) => articleOf(id);
const current = {
  default: { answer: 0.8, clarify: 0.4 },
  en: { answer: 0.5, clarify: 0.3 },
  fr: { answer: 0.6, clarify: 0.3 },
};

/** A line that means `a` and is heard as `a`, or as `b` where it is wrong, so surely. */
function line(confidence: number, isWrong: boolean, lang: LanguageCode, intent = 'a'): Heard {
  const matches = [matchOf(isWrong ? 'b' : 'a', confidence)];
  const item = { text: `line ${confidence}`, lang, intent };
  return { item, utterance: utteranceOf('my line', lang), matches, questions: [] };
}

/** Lines over all confidences; one in ten is wrong below 0.7, none above. */
function lines(count: number, lang: LanguageCode): Heard[] {
  return Array.from({ length: count }, (_, at) => line((at + 0.5) / count, at % 10 === 0 && at / count < 0.7, lang));
}

describe('tuning', () => {
  it('takes the lowest threshold that keeps the wish with a margin, and says what it costs', () => {
    const { fitted, languages, next } = tune(lines(400, 'en'), current, 0.05, article);
    const [fit] = fitted;
    expect(fit).toMatchObject({ name: 'en', lines: 400, isKept: true });
    // From 0.4 on it would be 12 of 240, just 5 %: the margin asks for more.
    expect(fit?.thresholds.answer).toBeGreaterThan(0.4);
    expect(fit?.thresholds.answer).toBeLessThan(0.7);
    expect(fit?.heldOutWrong).toBeLessThan(0.06);
    const [{ before, after } = { before: undefined, after: undefined }] = languages;
    expect((after?.wrong ?? 1) / (after?.answered ?? 1)).toBeLessThan(0.05);
    expect(before?.answered).toBe(200);
    expect(next.fr).toEqual(current.fr);
  });

  it('answers less, the fewer wrong answers are wished for', () => {
    const strict = tune(lines(400, 'en'), current, 0.01, article).next.en?.answer ?? 0;
    const lax = tune(lines(400, 'en'), current, 0.08, article).next.en?.answer ?? 1;
    expect(strict).toBeGreaterThan(lax);
  });

  it('counts an answer to an out-of-scope line as wrong', () => {
    const outside = Array.from({ length: 100 }, () => line(0.8, false, 'en', 'oos'));
    expect(tune([...lines(400, 'en'), ...outside], current, 0.05, article).next.en?.answer).toBeGreaterThan(0.8);
  });

  it('gives a language with too few lines the default, fitted to all such together, or leaves its own as it is', () => {
    const { fitted, languages, next } = tune(
      [...lines(150, 'de'), ...lines(150, 'it'), ...lines(150, 'fr')],
      current,
      0.05,
      article,
    );
    expect(fitted.map(({ name, lines: count }) => [name, count])).toEqual([['default', 300]]);
    expect(languages.map(({ language, source }) => [language, source])).toEqual([
      ['de', 'default'],
      ['it', 'default'],
      ['fr', 'kept'],
    ]);
    expect(next.fr).toEqual(current.fr);
    expect(next.de).toBeUndefined();
  });

  it('fits nothing to a handful of lines, and says so', () => {
    const tuning = tune(lines(20, 'es'), current, 0.05, article);
    expect(tuning).toMatchObject({ fitted: [], next: current });
    expect(tuneText(tuning)).toContain('es: 20 lines are too few for thresholds of its own');
  });

  it('says where no threshold keeps the wish', () => {
    const hopeless = Array.from({ length: 300 }, (_, at) => line(0.995, at % 2 === 0, 'en'));
    const tuning = tune(hopeless, current, 0.05, article);
    expect(tuning.fitted[0]).toMatchObject({ isKept: false });
    expect(tuneText(tuning)).toContain('en: no threshold keeps the wish');
  });

  it('asks back where the right entry is likely among those offered, and not where it is not', () => {
    const clarifyOf = (isWrong: (at: number) => boolean) =>
      tune(
        Array.from({ length: 400 }, (_, at) => line((at + 0.5) / 400, at < 360 && isWrong(at), 'en')),
        current,
        0.05,
        article,
      ).next.en?.clarify;
    expect(clarifyOf((at) => at % 4 === 0)).toBe(0.2);
    // Below 0.6 nearly everything that would be offered is wrong.
    expect(clarifyOf((at) => at < 240 && at % 20 !== 0)).toBeGreaterThan(0.5);
  });

  it('shows before and after and the cost in escalations', () => {
    const text = tuneText(tune(lines(400, 'en'), current, 0.05, article));
    expect(text).toMatch(/ *en +before +0\.50 +0\.30 +400 +50\.0 %/);
    expect(text).toMatch(/ *all +before/);
    expect(text).toMatch(/Cost: [+−]\d+ escalations of 400 messages/);
  });
});

describe('the thresholds file', () => {
  const text =
    '# From which confidence.\ndefault: { answer: 0.8, clarify: 0.4 }\n# English is ours.\nen: { answer: 0.7, clarify: 0.35 } # tried\n';

  it('keeps comments and other lines, and takes new values and new languages', () => {
    const written = withThresholds(text, [
      { name: 'en', thresholds: { answer: 0.75, clarify: 0.3 } },
      { name: 'es', thresholds: { answer: 0.6, clarify: 0.25 } },
    ]);
    expect(written).toBe(
      '# From which confidence.\ndefault: { answer: 0.8, clarify: 0.4 }\n# English is ours.\nen: { answer: 0.75, clarify: 0.3 } # tried\nes: { answer: 0.6, clarify: 0.25 }\n',
    );
    expect(parseDocument(written).errors).toEqual([]);
  });

  it('is not touched where it is not YAML', () => {
    expect(() => withThresholds('en: {', [])).toThrow(expect.objectContaining({ code: 'badRequest' }));
  });
});
