import { describe, expect, it } from 'vitest';
import { languageCodes } from '../../src/language/languages.ts';
import type { Suggestion } from '../../src/matching/slice-ranker.ts';
import { toMessage } from '../../src/web/widget/activity.ts';
import type { ChatMessage } from '../../src/web/widget/message.ts';
import { questionsFor } from '../../src/web/widget/questions-for.ts';
import { isQuiet } from '../../src/web/widget/quiet.ts';
import { suggestTexts } from '../../src/web/widget/suggest-texts.ts';

describe('the questions that are suggested', () => {
  const suggesting =
    (...confidences: readonly number[]) =>
    (_text: string, limit = 3): readonly Suggestion[] =>
      confidences
        .map((confidence, at) => ({ articleId: `a${at}`, question: `Question ${at}?`, confidence }))
        .slice(0, limit);

  it('are those that are likely, at most so many', () => {
    expect(questionsFor(suggesting(0.5, 0.3, 0.01), 'money back', 3)).toEqual(['Question 0?', 'Question 1?']);
    expect(questionsFor(suggesting(0.5, 0.3, 0.1), 'money back', 2)).toHaveLength(2);
  });

  it('are none where nothing is likely', () => {
    expect(questionsFor(suggesting(0.3, 0.3), 'the weather', 3)).toEqual([]);
    expect(questionsFor(suggesting(), '???!', 3)).toEqual([]);
  });

  it('begin with the fourth letter, or the second where each is a word', () => {
    const suggest = suggesting(0.9);
    expect([' mon ', '退'].map((text) => questionsFor(suggest, text, 3))).toEqual([[], []]);
    expect(['mone', '退款'].map((text) => questionsFor(suggest, text, 3).length)).toEqual([1, 1]);
  });

  it('are none for a long message, nor for what is one of them already', () => {
    expect(questionsFor(suggesting(0.9), 'a '.repeat(101), 3)).toEqual([]);
    expect(questionsFor(suggesting(0.9), 'Question 0? ', 3)).toEqual([]);
  });

  it('are announced in every language with their number', () => {
    expect(Object.keys(suggestTexts).sort()).toEqual([...languageCodes].sort());
    for (const { told } of Object.values(suggestTexts)) expect(told).toContain('{count}');
  });
});

describe('the time for suggestions', () => {
  const said = (from: ChatMessage['from'], more: Partial<ChatMessage> = {}): ChatMessage => {
    return { key: from, from, text: '', format: 'plain', at: 0, settled: true, ...more };
  };

  it('is not while a person is waited for or answers, until the assistant is back', () => {
    const waiting = [said('bot'), said('note', { note: 'waiting' })];
    const joined = [...waiting, said('note', { note: 'joined' }), said('agent'), said('customer')];
    const over = [...joined, said('note', { note: 'left' }), said('bot')];
    expect([[], [said('bot')], waiting, joined, over].map(isQuiet)).toEqual([false, false, true, true, false]);
  });

  it('is not while the assistant leads through steps', () => {
    const step = toMessage({ id: 'c|1', type: 'message', from: { role: 'bot' }, channelData: { dialog: true } }, 0)!;
    const answer = toMessage({ id: 'c|3', type: 'message', from: { role: 'bot' }, text: 'Done.' }, 0)!;
    expect([[step], [step, said('customer')], [step, answer]].map(isQuiet)).toEqual([true, true, false]);
  });
});
