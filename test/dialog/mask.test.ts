import { beforeAll, describe, expect, it } from 'vitest';
import { createMask, type Mask } from '../../src/dialog/mask.ts';
import { ownDialogs } from '../support/small-brain.ts';

describe('masking secrets', () => {
  let mask: Mask;

  beforeAll(async () => {
    mask = createMask((await ownDialogs()).cues);
  });

  it.each([
    ['my card is 4111 1111 1111 1111', 'my card is ••••••••••••1111', 'card'],
    ['378282246310005', '•••••••••••0005', 'card'],
    ['my password is hunter2!', 'my password is ••••••••', 'password'],
    ['mi contraseña es Verano2024', 'mi contraseña es ••••••••••', 'password'],
    ['我的密码是abc123', '我的密码是••••••', 'password'],
    ['puk 12345678', 'puk ••••••••', 'puk'],
    ['el código es 123456', 'el código es ••••••', 'code'],
    ['482 913', '•••••••', 'code'],
  ])('hides what matters in "%s"', (text, masked, secret) => {
    expect(mask(text)).toEqual({ text: masked, secrets: [secret] });
  });

  it.each([
    'AL-123456',
    'ICCID 8934071100000000009',
    'my password is wrong',
    '+34 612 345 678',
    'EID 89049032123451234512345678901235',
  ])('leaves "%s" as it is', (text) => {
    expect(mask(text)).toEqual({ text, secrets: [] });
  });

  it('hides a code that was asked for without calling it a slip', () => {
    expect(mask('123456', 'code')).toEqual({ text: '••••••', secrets: [] });
  });

  it('leaves digits that answer another question', () => {
    expect(mask('123456', 'number').text).toBe('123456');
  });
});
