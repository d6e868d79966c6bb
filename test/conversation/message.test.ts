import { describe, expect, it } from 'vitest';
import { keyText, parseKey } from '../../src/conversation/message.ts';

describe('conversation keys', () => {
  it('survive the way to text and back, whatever the id contains', () => {
    const key = { channel: 'directline', id: 'a:b/../ç' };
    expect(parseKey(keyText(key))).toEqual(key);
  });
});
