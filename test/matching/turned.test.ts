import { describe, expect, it } from 'vitest';
import { utteranceOf } from '../../src/language/analyze.ts';
import { createSpotTurned } from '../../src/language/contrast.ts';
import { createHearRefused, rankTurned } from '../../src/matching/turned.ts';
import type { Rank } from '../../src/matching/matcher.ts';
import { matchOf } from '../support/situations.ts';

const spot = createSpotTurned({ en: { contrast: ['not … but'], refusal: ["i don't want"] } });

/** Ranks the words refund and invoice: the first one said is meant; all else is unsure. */
const byFirstWord: Rank = ({ tokens }) => {
  const said = tokens.filter((token) => ['refund', 'invoice'].includes(token));
  return said.length === 0 ? [matchOf('unsure', 0.2)] : [...new Set(said)].map((id, at) => matchOf(id, 0.9 / (at + 1)));
};
const rank = rankTurned(byFirstWord, spot);
const best = (text: string) => rank(utteranceOf(text, 'en'))[0]?.articleId;

describe('ranking what turns something down', () => {
  it.each([
    ['of "not A but B" only B counts', 'not a refund but an invoice', 'invoice'],
    ['… unless B says nothing by itself', 'not a refund but something else', 'refund'],
    ['what is only turned down leaves the rest', "I don't want a refund. Where is the invoice?", 'invoice'],
    ['… and stays where there is no rest', "I don't want a refund", 'refund'],
    ['… or where the message was not taken for it', "The invoice: I don't want one. refund", 'invoice'],
    ['all else is ranked as it is said', 'refund or invoice', 'refund'],
  ])('%s: %s', (_, text, expected) => {
    expect(best(text)).toBe(expected);
  });

  it('tells the article that is turned down', () => {
    const refused = createHearRefused(byFirstWord, spot);
    expect(refused(utteranceOf("I don't want a refund", 'en'))).toBe('refund');
    expect(refused(utteranceOf('I want a refund', 'en'))).toBeUndefined();
  });
});
