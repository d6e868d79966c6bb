import { beforeAll, describe, expect, it } from 'vitest';
import { goldText } from '../../src/evaluation/gold-report.ts';
import { passedOf, runGold } from '../../src/evaluation/gold-run.ts';
import { warnOfDrops } from '../../src/evaluation/gold-watch.ts';
import type { AcceptedGold, GoldQuestion, GoldSet } from '../../src/knowledge/gold.ts';
import type { LogFacts } from '../../src/log.ts';
import type { Brain } from '../../src/service/brain.ts';
import { smallBrain } from '../support/small-brain.ts';

function gold(question: string, entry: string, line: number): GoldQuestion {
  return { question, entry, language: 'en', file: 'knowledge-base/gold/en.yaml', line };
}

const finds = gold('I want my money back', 'refund', 1);
const misses = gold('somebody took my phone', 'top-up', 2);
const refused = gold('?!', 'none', 3);
const set = (accepted: AcceptedGold): GoldSet => ({ questions: [finds, misses, refused], accepted });

describe('gold questions', () => {
  let brain: Brain;

  beforeAll(async () => {
    brain = await smallBrain();
  });

  it('pass when their entry is given, or nothing where nothing must be', () => {
    expect(runGold(set({}), brain).map(({ state }) => state)).toEqual(['gained', 'known-failing', 'gained']);
  });

  it('are a drop only if they passed when last accepted', () => {
    const results = runGold(set({ en: [finds.question, misses.question] }), brain);
    expect(results.map(({ state }) => state)).toEqual(['passes', 'dropped', 'gained']);
    expect(results[1]).toMatchObject({ got: 'stolen', nearestPhrase: { text: 'somebody took my phone' } });
  });

  it('that pass are what is accepted', () => {
    expect(passedOf(runGold(set({ en: [misses.question] }), brain))).toEqual({
      en: [finds.question, refused.question],
    });
  });

  it('are told with the entry they moved to and the phrase that drew them', () => {
    const accepted = set({ en: [misses.question, 'asked no more'] });
    const text = goldText(runGold(accepted, brain), accepted);
    expect(text).toMatch(/ en +3 +2 +2 +1 +0\n/);
    expect(text).toContain(
      'Dropped: passed when last accepted\n  knowledge-base/gold/en.yaml:2  somebody took my phone\n',
    );
    expect(text).toMatch(/top-up → stolen, \d+ %, near "somebody took my phone" \(en\)/);
    expect(text).toContain('1 accepted questions are no longer asked');
  });

  it('that never passed are listed as known failing', () => {
    const text = goldText(runGold(set({}), brain), set({}));
    expect(text).toContain('Known failing: never passed\n  knowledge-base/gold/en.yaml:2');
    expect(text).not.toContain('Dropped');
  });
});

describe('loading knowledge', () => {
  const logs: [string, LogFacts][] = [];
  const logger = {
    info: (facts: LogFacts) => void logs.push(['info', facts]),
    warn: (facts: LogFacts) => void logs.push(['warn', facts]),
  };
  const pause = () => Promise.resolve();

  it('warns of gold questions that dropped, with entries and places but without their text', async () => {
    logs.length = 0;
    const signal = new AbortController().signal;
    await warnOfDrops({ brain: await smallBrain(), gold: set({ en: [misses.question] }), logger, pause, signal });
    expect(logs).toEqual([
      [
        'warn',
        {
          knowledge: 'small-1',
          questions: 3,
          dropped: 1,
          moved: [{ entry: 'top-up', got: 'stolen', at: 'knowledge-base/gold/en.yaml:2' }],
        },
      ],
    ]);
    expect(JSON.stringify(logs)).not.toContain(misses.question);
  });

  it('does not warn where nothing dropped, says nothing without questions, and ends when told to', async () => {
    logs.length = 0;
    const brain = await smallBrain();
    const ended = AbortSignal.abort();
    const { signal } = new AbortController();
    await warnOfDrops({ brain, gold: set({ en: [finds.question] }), logger, pause, signal });
    await warnOfDrops({ brain, gold: { questions: [], accepted: {} }, logger, pause, signal });
    await warnOfDrops({ brain, gold: set({ en: [misses.question] }), logger, pause, signal: ended });
    expect(logs.map(([level]) => level)).toEqual(['info']);
  });
});
