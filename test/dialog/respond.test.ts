import { beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../src/conversation/conversation.ts';
import type { Decision } from '../../src/dialog/decision.ts';
import { respond, type Response, type Wording } from '../../src/dialog/respond.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import type { Brain } from '../../src/service/brain.ts';
import { smallBrain } from '../support/small-brain.ts';
import { conversationOf } from '../support/situations.ts';

const spoken = ['en', 'es', 'zh-Hans', 'zh-Hant'] as const;

const decisions: readonly Decision[] = [
  { kind: 'wait', reason: 'queued' },
  { kind: 'wait', reason: 'stop-waiting' },
  { kind: 'safety', reason: 'violence' },
  { kind: 'safety', reason: 'medical' },
  { kind: 'handoff', reason: 'wants-human' },
  { kind: 'handoff', reason: 'not-understood' },
  { kind: 'handoff', reason: 'none-of-these' },
  { kind: 'handoff', reason: 'not-helped', articleId: 'refund' },
  { kind: 'handoff', reason: 'escalation-rule', articleId: 'stolen' },
  { kind: 'answer', reason: 'sure', articleId: 'refund' },
  { kind: 'clarify', reason: 'near-tie', articleIds: ['refund', 'prices'] },
  { kind: 'clarify', reason: 'two-questions', articleIds: ['refund', 'prices'] },
  { kind: 'social', reason: 'greeting' },
  { kind: 'social', reason: 'thanks' },
  { kind: 'social', reason: 'goodbye' },
  { kind: 'social', reason: 'botQuestion' },
  { kind: 'social', reason: 'smallTalk' },
  { kind: 'social', reason: 'helped' },
  { kind: 'social', reason: 'yesNo' },
  { kind: 'fallback', reason: 'not-understood' },
  { kind: 'fallback', reason: 'attachment-only' },
];

describe('the response to a decision', () => {
  let brain: Brain;
  const wording = (language: LanguageCode, rest: Partial<Wording> = {}): Wording => ({
    say: brain.say,
    article: brain.article,
    hasFlow: () => false,
    language,
    conversation: conversationOf(),
    reference: 'AB12-CD34',
    ...rest,
  });
  const to = (decision: Decision, language: LanguageCode = 'en', rest: Partial<Wording> = {}): Response =>
    respond(decision, wording(language, rest));
  const textOf = ({ replies }: Response) => replies[0]?.text ?? '';
  const valuesOf = ({ replies }: Response) => (replies[0]?.choices ?? []).map(({ value }) => value);

  beforeAll(async () => {
    brain = await smallBrain();
  });

  it.each(decisions)('has words of its own in each language: $kind $reason', (decision) => {
    const texts = spoken.map((language) => {
      const [reply, ...others] = to(decision, language).replies;
      expect(others).toEqual([]);
      expect(reply).toMatchObject({ language, format: 'markdown' });
      for (const text of [reply?.text ?? '', ...(reply?.choices ?? []).map(({ title }) => title)]) {
        expect(text).not.toBe('');
        // Neither a key without a phrase nor a value that was not filled in.
        expect(text).not.toMatch(/\{\{|^[a-z]+\.[a-zA-Z]+$/);
      }
      return reply?.text;
    });
    expect(new Set(texts).size).toBe(spoken.length);
  });

  it('speaks English where the bot has no words of a language', () => {
    for (const decision of decisions) expect(textOf(to(decision, 'de'))).toBe(textOf(to(decision, 'en')));
  });

  it('says nothing while an agent speaks', () => {
    expect(to({ kind: 'relay', reason: 'agent-owns' })).toEqual({ replies: [] });
  });

  it('answers with the text of the article, asks whether it helped, and waits for that', () => {
    const response = to({ kind: 'answer', reason: 'sure', articleId: 'prices' }, 'es');
    expect(textOf(response)).toBe('Un plan cuesta €10.');
    expect(valuesOf(response)).toEqual(['helped', 'not-helped']);
    expect(response.pending).toEqual({ kind: 'feedback', articleId: 'prices' });
  });

  it('answers the first of two questions in a message of its own, and asks and offers only behind the last', () => {
    const twofold = { answersFirst: 'refund' } as const;
    const answered = to({ kind: 'answer', reason: 'sure', articleId: 'prices', ...twofold }, 'en', {
      hasFlow: (id) => id === 'give-back',
    });
    const [first, last] = answered.replies;
    expect(first?.text).toMatch('Unused plans are refunded.');
    expect(first?.choices).toBeUndefined();
    expect(last?.text).toBe('A plan costs €10.');
    expect(last?.choices?.map(({ value }) => value)).toEqual(['flow:give-back', 'helped', 'not-helped']);
    expect(answered.pending).toEqual({ kind: 'feedback', articleId: 'prices' });
    const handed = to({ kind: 'handoff', reason: 'escalation-rule', articleId: 'stolen', ...twofold });
    expect(handed.replies.map(({ text }) => text.split('.')[0])).toEqual([
      'Unused plans are refunded',
      'Lock the phone from another device',
    ]);
  });

  it('offers the questions of near articles and "none of these", in the same order on buttons and for typing', () => {
    const response = to({ kind: 'clarify', reason: 'near-tie', articleIds: ['refund', 'gone', 'prices'] });
    expect(valuesOf(response)).toEqual(['article:refund', 'article:prices', 'none']);
    const titles = response.replies[0]?.choices?.map(({ title }) => title);
    expect(titles?.slice(0, 2)).toEqual(['How do I get my money back?', 'How much does a plan cost?']);
    expect(response.pending).toEqual({ kind: 'clarify', articleIds: ['refund', 'prices'], titles });
  });

  it('tells the reference of the ticket at a handoff, and the urgent number only where it is urgent', () => {
    const decision: Decision = { kind: 'handoff', reason: 'wants-human' };
    const [normal, critical] = (['normal', 'critical'] as const).map((priority) =>
      textOf(to(decision, 'en', { priority })),
    );
    expect(normal).toContain('AB12-CD34');
    expect(normal).not.toContain('+34 900 000 000');
    expect(critical).toContain('+34 900 000 000');
  });

  it("puts the article's own advice before the handoff where the rule escalates, and only there", () => {
    const advice = 'Lock the phone from another device.';
    expect(textOf(to({ kind: 'handoff', reason: 'escalation-rule', articleId: 'stolen' }))).toMatch(`${advice}\n\n`);
    expect(textOf(to({ kind: 'handoff', reason: 'not-helped', articleId: 'stolen' }))).not.toContain(advice);
  });

  it('tells the place in the queue and offers to stop waiting', () => {
    const response = to({ kind: 'wait', reason: 'queued' }, 'en', { queuePosition: 7 });
    expect(textOf(response)).toContain('7');
    expect(valuesOf(response)).toEqual(['stop-waiting']);
  });

  it('names the emergency number first in danger, in every language', () => {
    for (const language of spoken) {
      for (const reason of ['violence', 'medical'] as const) {
        expect(textOf(to({ kind: 'safety', reason }, language)).slice(0, 100)).toContain('112');
      }
    }
  });

  it('keeps what was asked through politeness in between, and forgets it once it helped', () => {
    const pending: Conversation['pending'] = { kind: 'feedback', articleId: 'prices' };
    const rest = { conversation: conversationOf({ pending }) };
    expect(to({ kind: 'social', reason: 'thanks' }, 'en', rest).pending).toEqual(pending);
    expect(to({ kind: 'social', reason: 'helped' }, 'en', rest).pending).toBeUndefined();
  });

  it('offers a person when it did not understand', () => {
    expect(valuesOf(to({ kind: 'fallback', reason: 'not-understood' }))).toEqual(['human']);
  });
});
