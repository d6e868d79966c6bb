import { describe, expect, it } from 'vitest';
import { decide } from '../../src/dialog/decide.ts';
import { situationOf, type Wish } from '../support/situations.ts';

/** The decision as one line: `kind reason article(s)`. */
function decided(wish: Wish): string {
  const decision = decide(situationOf(wish));
  const ids = 'articleIds' in decision ? decision.articleIds : 'articleId' in decision ? [decision.articleId] : [];
  const before = 'answersFirst' in decision ? [`after ${decision.answersFirst}`] : [];
  return [decision.kind, decision.reason, ...ids, ...before].join(' ').trim();
}

const sure: Wish = {
  matches: [
    ['refund', 0.8],
    ['prices', 0.1],
  ],
};
const data: Wish = {
  matches: [
    ['no-data', 0.8],
    ['refund', 0.1],
  ],
};
const vague: Wish = { matches: [['prices', 0.1]] };
const tie: Wish = {
  matches: [
    ['refund', 0.4],
    ['prices', 0.3],
    ['top-up', 0.05],
    ['stolen', 0.02],
  ],
};
/** Two questions, each of which its segment is sure of. */
function asking(first: string, second: string): Wish {
  const both = [first, second];
  return { matches: both.map((id) => [id, 0.4] as const), questions: both.map((id) => [id, 0.9] as const) };
}
const waiting: Wish = { conversation: { owner: 'queue', ticketId: 't' } };
const held: Wish = { conversation: { owner: 'agent', agentId: 'ana' } };

describe('the guards of a decision, from top to bottom', () => {
  const table: readonly [string, Wish, string][] = [
    ['an agent holds it: the bot is silent', { ...held, ...sure }, 'relay agent-owns'],
    ['… even about danger', { ...held, signals: ['violence'] }, 'relay agent-owns'],
    ['… even when asked for a person or pressed', { ...held, signals: ['human'], choice: 'none' }, 'relay agent-owns'],

    ['danger comes before the queue', { ...waiting, signals: ['violence'] }, 'safety violence'],
    ['… and before every other reading', { ...sure, signals: ['medical', 'human', 'greeting'] }, 'safety medical'],
    ['… violence before a medical emergency', { signals: ['medical', 'violence'] }, 'safety violence'],

    ['in the queue nothing is answered', { ...waiting, ...sure }, 'wait queued'],
    ['… nor handed over again', { ...waiting, signals: ['human'] }, 'wait queued'],
    ['… but the wait can be ended', { ...waiting, choice: 'stop-waiting' }, 'wait stop-waiting'],

    ['a wish for a person comes before matches', { ...sure, signals: ['human'] }, 'handoff wants-human'],
    ['… before small talk', { signals: ['human', 'greeting'] }, 'handoff wants-human'],
    ['… also by a button, whatever the text', { ...sure, choice: 'human' }, 'handoff wants-human'],

    ['a pressed article is answered', { choice: 'article:prices', ...sure }, 'answer chosen prices'],
    ['… or handed over where the rule says so', { choice: 'article:stolen' }, 'handoff escalation-rule stolen'],
    ['… and not understood when it is gone', { choice: 'article:gone' }, 'fallback not-understood'],
    ['none of these hands over', { choice: 'none', ...sure }, 'handoff none-of-these'],
    ['a pressed "that helped" is thanked for', { choice: 'helped', ...sure }, 'social helped'],
    [
      'a pressed "did not help" hands over with the topic',
      { choice: 'not-helped', conversation: { topic: 'prices' } },
      'handoff not-helped prices',
    ],
    ['an unknown choice counts for nothing', { choice: 'drop table', ...sure }, 'answer sure refund'],
    ['… and "stop waiting" too where nobody waits', { choice: 'stop-waiting', ...sure }, 'answer sure refund'],

    ['small talk is answered in kind', { signals: ['greeting'], ...sure }, 'social greeting'],
    ['… thanks before a greeting', { signals: ['greeting', 'thanks'] }, 'social thanks'],
    ['… goodbye before thanks', { signals: ['thanks', 'goodbye'] }, 'social goodbye'],
    ['… the question about the bot before all', { signals: ['greeting', 'botQuestion'] }, 'social botQuestion'],
    ['"it works" out of the blue is good to hear', { signals: ['helps'] }, 'social helped'],
    ['"does not help" out of the blue is no answer that failed', { signals: ['notHelped'] }, 'fallback not-understood'],
    ['"no, that worked" out of the blue is not taken for success', { signals: ['helps', 'no'] }, 'social yesNo'],
    ['a yes to nothing is asked about', { signals: ['yes'] }, 'social yesNo'],
    ['a no to nothing, too', { signals: ['no'] }, 'social yesNo'],

    ['a picture alone is acknowledged', { text: '', attachment: true }, 'fallback attachment-only'],
    ['… but not twice', { text: '', attachment: true, conversation: { misses: 1 } }, 'handoff not-understood'],
    ['signs alone are not understood', { text: '?!' }, 'fallback not-understood'],

    ['two questions are both answered', asking('prices', 'refund'), 'answer sure refund after prices'],
    ['… what begins a dialog comes last', asking('no-data', 'refund'), 'step sure no-data after refund'],
    ['… in whichever order it was asked', asking('refund', 'no-data'), 'step sure no-data after refund'],
    ['… and so does what a person must do', asking('stolen', 'prices'), 'handoff escalation-rule stolen after prices'],
    ['… of two dialogs the customer chooses one', asking('slow', 'no-data'), 'clarify two-questions slow no-data'],
    ['… a person takes on both', asking('no-data', 'stolen'), 'handoff escalation-rule stolen'],
    ['… danger comes before them', { ...asking('prices', 'refund'), signals: ['medical'] }, 'safety medical'],
    ['… the wish for a person too', { ...asking('prices', 'refund'), signals: ['human'] }, 'handoff wants-human'],
    ['a sure match is answered', sure, 'answer sure refund'],
    ['… from the threshold on', { matches: [['refund', 0.6]] }, 'answer sure refund'],
    ['… or handed over where the rule says so', { matches: [['stolen', 0.9]] }, 'handoff escalation-rule stolen'],
    ['a dialog that is turned down is asked about', { ...data, refused: 'no-data' }, 'clarify near-tie no-data refund'],
    ['… as is what a person would do', { matches: [['stolen', 0.9]], refused: 'stolen' }, 'clarify near-tie stolen'],
    ['… while a text is only read', { ...sure, refused: 'refund' }, 'answer sure refund'],
    ['… and another dialog begins', { ...data, refused: 'slow' }, 'step sure no-data'],
    [
      'what a segment alone is sure of is asked about',
      { ...vague, questions: [['slow', 0.7]] },
      'clarify near-tie slow',
    ],
    ['… behind those of the whole', { ...tie, questions: [['slow', 0.7]] }, 'clarify near-tie refund prices slow'],
    ['… but not what it is unsure of', { ...vague, questions: [['slow', 0.5]] }, 'fallback not-understood'],
    ['a near tie is asked about, leaving out what is far off', tie, 'clarify near-tie refund prices'],
    ['… a second time', { ...tie, conversation: { misses: 1 } }, 'clarify near-tie refund prices'],
    ['… and not a third time', { ...tie, conversation: { misses: 2 } }, 'handoff not-understood'],
    ['one doubtful match is asked about', { matches: [['refund', 0.35]] }, 'clarify near-tie refund'],
    [
      'weak matches are not understood',
      {
        matches: [
          ['refund', 0.2],
          ['prices', 0.1],
        ],
      },
      'fallback not-understood',
    ],
    ['no match is not understood', {}, 'fallback not-understood'],
    ['a second miss hands over', { conversation: { misses: 1 } }, 'handoff not-understood'],
    ['a sure match is answered after misses, too', { ...sure, conversation: { misses: 5 } }, 'answer sure refund'],
  ];

  it.each(table)('%s', (_, wish, expected) => {
    expect(decided(wish)).toBe(expected);
  });
});

describe('a choice typed instead of pressed', () => {
  const offered: Wish['conversation'] = {
    pending: {
      kind: 'clarify',
      articleIds: ['refund', 'prices'],
      titles: ['How do I get a refund?', 'What does it cost?', 'None of these'],
    },
  };
  const typed: readonly [string, string][] = [
    ['1', 'answer chosen refund'],
    ['2', 'answer chosen prices'],
    [' ２. ', 'answer chosen prices'],
    ['2)', 'answer chosen prices'],
    ['3', 'handoff none-of-these'],
    ['what does it COST', 'answer chosen prices'],
    ['What does it cost?', 'answer chosen prices'],
    ['WHAT DOES IT COST?', 'answer chosen prices'],
    ['none of these', 'handoff none-of-these'],
    ['4', 'answer sure top-up'],
    ['0', 'answer sure top-up'],
    ['12', 'answer sure top-up'],
    ['2 GB', 'answer sure top-up'],
  ];

  it.each(typed)('"%s" is read as: %s', (text, expected) => {
    expect(decided({ text, conversation: offered, matches: [['top-up', 0.9]] })).toBe(expected);
  });

  it('is "none of these" in other words, or a plain no', () => {
    for (const signal of ['noneOfThese', 'no'] as const) {
      expect(decided({ text: 'nope', signals: [signal], conversation: offered })).toBe('handoff none-of-these');
    }
  });

  it('gives way to a pressed one', () => {
    expect(decided({ text: '1', choice: 'article:top-up', conversation: offered })).toBe('answer chosen top-up');
  });

  it('is no choice when nothing was offered', () => {
    expect(decided({ text: '1', matches: [['top-up', 0.9]] })).toBe('answer sure top-up');
  });

  const answered: Wish['conversation'] = { topic: 'prices', pending: { kind: 'feedback', articleId: 'prices' } };

  it.each([
    ['yes', 'social helped'],
    ['helps', 'social helped'],
    ['no', 'handoff not-helped prices'],
    ['notHelped', 'handoff not-helped prices'],
  ] as const)('%s after an answer is feedback: %s', (signal, expected) => {
    expect(decided({ signals: [signal], conversation: answered })).toBe(expected);
  });

  it('does not keep a new question after an answer from being answered', () => {
    expect(decided({ conversation: answered, matches: [['refund', 0.9]] })).toBe('answer sure refund');
  });
});
