import { beforeAll, describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import type { Evidence, Match } from '../../src/matching/match.ts';
import type { Rank } from '../../src/matching/matcher.ts';

/** A ranker with the phrases it was made of. */
export interface ScorerWorld {
  readonly rank: Rank;
  readonly articleCount: number;
  readonly phrases: readonly {
    readonly text: string;
    readonly language: LanguageCode;
    readonly articleId: string;
  }[];
}

/** Texts that customers send and nobody expects. */
const strange = ['a', '网', '5 GB?', 'x'.repeat(2000), '网'.repeat(2000), 'zzyzx qwrtp', '\ud800 broken', '__proto__'];

/**
 * What every scorer promises of the evidence it gives. `make` builds a ranker. `cannotTell` is the reason why own phrases
 * need not come first by this evidence alone; absent when they do.
 */
export function scorerContract(
  evidence: keyof Evidence,
  make: () => Promise<ScorerWorld>,
  options: { readonly cannotTell?: string } = {},
): void {
  describe(`the evidence "${evidence}" as a scorer`, () => {
    let world: ScorerWorld;
    const scoresOf = (text: string, language: LanguageCode) =>
      world
        .rank(utteranceOf(text, language), world.articleCount)
        .map((match): [string, number] => [match.articleId, match.evidence[evidence] ?? NaN]);

    beforeAll(async () => {
      world = await make();
    });

    it('scores each article once', () => {
      const ids = scoresOf('my data is gone', 'en').map(([id]) => id);
      expect(ids).toHaveLength(world.articleCount);
      expect(new Set(ids).size).toBe(world.articleCount);
    });

    it('gives the same scores for the same text', () => {
      for (const { text, language } of world.phrases) {
        expect(scoresOf(text, language)).toEqual(scoresOf(text, language));
      }
    });

    it('gives finite scores for strange texts', () => {
      for (const text of strange) {
        for (const [, score] of scoresOf(text, 'en')) expect([text, Number.isFinite(score)]).toEqual([text, true]);
      }
    });

    it('gives no matches for a text without words', () => {
      for (const text of ['', '   ', '?!…', '🦄']) expect(scoresOf(text, 'en')).toEqual([]);
    });

    const itTells = options.cannotTell === undefined ? it : it.skip;
    const reason = options.cannotTell === undefined ? '' : ` (skipped: ${options.cannotTell})`;
    itTells(`gives an own phrase's article the highest score${reason}`, () => {
      for (const { text, language, articleId } of world.phrases) {
        const scores = scoresOf(text, language);
        const own = scores.find(([id]) => id === articleId)?.[1];
        expect([text, own]).toEqual([text, Math.max(...scores.map(([, score]) => score))]);
      }
    });
  });
}

/** What a ranker promises of its matches as a whole. */
export function rankerContract(name: string, make: () => Promise<ScorerWorld>): void {
  describe(`${name} as a ranker`, () => {
    let world: ScorerWorld;
    const rank = (text: string, language: LanguageCode, limit?: number): readonly Match[] =>
      world.rank(utteranceOf(text, language), limit);

    beforeAll(async () => {
      world = await make();
    });

    it('puts the article of an own phrase first and names that very phrase as the nearest', () => {
      for (const { text, language, articleId } of world.phrases) {
        const best = rank(text, language)[0];
        expect([text, best?.articleId, best?.nearestPhrase?.text]).toEqual([text, articleId, text]);
        expect(best?.evidence.exact).toBe(1);
        expect(best?.evidence.nearest).toBeCloseTo(1, 5);
      }
    });

    it('gives the same matches when it is made anew', async () => {
      const again = await make();
      for (const { text, language } of world.phrases) {
        expect(again.rank(utteranceOf(text, language))).toEqual(rank(text, language));
      }
    });

    it('gives at most as many matches as asked for', () => {
      expect(rank('my data is gone', 'en', 2)).toHaveLength(2);
      expect(rank('my data is gone', 'en', 100)).toHaveLength(world.articleCount);
      expect(rank('my data is gone', 'en', 0)).toEqual([]);
    });

    it('gives probabilities that do not rise down the list and add up to no more than 1', () => {
      for (const text of [...strange, ...world.phrases.map((phrase) => phrase.text)]) {
        const confidences = rank(text, 'en', world.articleCount).map(({ confidence }) => confidence);
        expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
        expect(confidences.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true);
        expect(confidences.reduce((sum, confidence) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }
    });

    it('explains the fused margin as the sum of its parts and a constant of the article', () => {
      const biasOf = (text: string) =>
        new Map(
          rank(text, 'en', world.articleCount).map(({ articleId, evidence }) => [
            articleId,
            evidence.margin - evidence.words - evidence.characters - evidence.concepts,
          ]),
        );
      const first = biasOf('my data is gone');
      for (const [id, bias] of biasOf('where is the qr code')) expect(bias).toBeCloseTo(first.get(id) ?? NaN, 5);
    });
  });
}
