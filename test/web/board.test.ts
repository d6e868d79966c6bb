import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/conversation/entry.ts';
import type { ConsoleConversation } from '../../src/http/console-api.ts';
import { withConversation, withEvent, type Board } from '../../src/web/console/board.ts';

const key = 'directline:one';

function said(seq: number): Entry {
  const author = { role: 'customer', id: 'traveller' } as const;
  return { seq, at: seq, author, content: { kind: 'message', text: `text ${seq}`, format: 'plain' } } as Entry;
}

/** The conversation as it was when these entries had been read. */
function reading(...seqs: number[]): ConsoleConversation {
  const conversation = { owner: 'bot', customer: {}, slots: {} } as unknown as ConsoleConversation['conversation'];
  return { key, conversation, entries: seqs.map(said), titles: {} };
}

const empty: Board = { me: { id: 'ana', name: 'Ana' }, tickets: [], last: {}, titles: {} };
const news = (...seqs: number[]) => ({ key, entries: seqs.map(said), tickets: [] });
const seqsOf = ({ current }: Board) => current?.entries.map(({ seq }) => seq);

describe('the board', () => {
  it('adds what happens to the conversation on show, once', () => {
    const board = withEvent(withConversation(empty, reading(1, 2), true), news(2, 3));
    expect(seqsOf(board)).toEqual([1, 2, 3]);
  });

  it('keeps news that an older reading, arriving late, does not know', () => {
    const board = withConversation(withEvent(withConversation(empty, reading(1), true), news(2)), reading(1), true);
    expect(seqsOf(board)).toEqual([1, 2]);
    const told = withConversation(withConversation(empty, reading(1, 2), false), reading(1), false);
    expect(told.last[key]?.text).toBe('text 2');
  });

  it('fills the gap that was missed before the news', () => {
    const gap = withEvent(withConversation(empty, reading(1), true), news(4));
    expect(seqsOf(withConversation(gap, reading(1, 2, 3), true))).toEqual([1, 2, 3, 4]);
  });
});
