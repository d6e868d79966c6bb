import { describe, expect, it } from 'vitest';
import { createResumeCodes, groupedCode, readCode } from '../../src/service/resume-codes.ts';

const codes = createResumeCodes('a secret for tests, long enough');
const nonces = Array.from({ length: 500 }, (_, index) => `nonce ${index}`);

describe('codes to continue elsewhere', () => {
  it('have six unmistakable characters, a letter and a digit among them', () => {
    for (const code of nonces.map((nonce) => codes.codeOf(nonce))) {
      expect(code).toMatch(/^(?=.*\d)(?=.*[A-Z])[2-9A-HJ-NP-Z]{6}$/);
    }
  });

  it('are the same for the same text and secret, and others for other ones', () => {
    expect(codes.codeOf('a')).toBe(codes.codeOf('a'));
    expect(new Set(nonces.map((nonce) => codes.codeOf(nonce))).size).toBe(nonces.length);
    expect(createResumeCodes('another secret, long enough').codeOf('a')).not.toBe(codes.codeOf('a'));
  });

  it('are found by a hash that depends on the secret', () => {
    expect(codes.hashOf('AB2345')).not.toBe(createResumeCodes('another secret, long enough').hashOf('AB2345'));
    expect(codes.isCodeOf('a', codes.codeOf('a'))).toBe(true);
    expect(codes.isCodeOf('a', codes.codeOf('b'))).toBe(false);
  });

  it.each([
    ['k7m2qx', 'K7M2QX'],
    [' K7M-2QX ', 'K7M2QX'],
    ['k7m 2qx', 'K7M2QX'],
    ['Ｋ７Ｍ２ＱＸ', 'K7M2QX'],
    ['123456', undefined],
    ['REFUND', undefined],
    ['K7M2Q0', undefined],
    ['K7M2QXA', undefined],
    ['my code is K7M2QX', undefined],
    ['', undefined],
  ])('are read from "%s" as %s', (text, code) => {
    expect(readCode(text)).toBe(code);
  });

  it('are read out in two groups and read in again', () => {
    expect(groupedCode('K7M2QX')).toBe('K7M-2QX');
    expect(readCode(groupedCode('K7M2QX'))).toBe('K7M2QX');
  });
});

describe('links to continue elsewhere', () => {
  const claim = { key: { channel: 'directline', id: 'a:b|c' }, nonce: 'n', expiresAt: 5 };

  it('say what they were made of', () => {
    expect(codes.readLink(codes.linkOf(claim))).toEqual(claim);
  });

  it('fit into the fragment of an address as they are', () => {
    expect(codes.linkOf(claim)).toMatch(/^[\w.-]+$/);
  });

  it('are refused when anything of them was changed, or signed with another secret', () => {
    const link = codes.linkOf(claim);
    const [text = '', signature = ''] = link.split('.');
    const later = Buffer.from(JSON.stringify(['directline:a:b|c', 'n', 6])).toString('base64url');
    for (const bad of [
      '',
      '.',
      text,
      `${text}.`,
      `${later}.${signature}`,
      `${text}.${signature.slice(1)}`,
      `x${link}`,
    ]) {
      expect(codes.readLink(bad)).toBeUndefined();
    }
    expect(createResumeCodes('another secret, long enough').readLink(link)).toBeUndefined();
  });
});
