import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyText, parseKey, type ConversationKey } from '../conversation/message.ts';

/**
 * Codes and links that continue a conversation elsewhere. Both are derived from a random text of the conversation and a
 * secret of the service, so that neither has to be kept: a stolen store without the secret holds no code that works.
 */
export interface ResumeCodes {
  /** Six characters, with a letter and a digit among them. */
  codeOf(nonce: string): string;
  /** What a code is found by. Keyed, since all codes there are can be tried against a plain hash in minutes. */
  hashOf(code: string): string;
  isCodeOf(nonce: string, code: string): boolean;
  /** A signed text for the fragment of an address. */
  linkOf(claim: ResumeClaim): string;
  /** What a link says; undefined for one that was not made here. Whether it is too old is the caller's business. */
  readLink(text: string): ResumeClaim | undefined;
}

/** What a link stands for. */
export interface ResumeClaim {
  readonly key: ConversationKey;
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Letters and digits that are not mistaken for one another, on paper or on the telephone. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const codeLength = 6;

/** Makes them with a secret of at least 16 characters. */
export function createResumeCodes(secret: string): ResumeCodes {
  const mac = (purpose: string, text: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}:${text}`).digest();

  function codeOf(nonce: string): string {
    for (let round = 0; ; round += 1) {
      // 256 is a multiple of 32: each character is as likely as any other.
      const bytes = mac('code', `${nonce}:${round}`).subarray(0, codeLength);
      const code = [...bytes].map((byte) => alphabet[byte & 31]).join('');
      // Words have no digit and one-time codes no letter: a message is a code or none.
      if (isMixed(code)) return code;
    }
  }

  return {
    codeOf,
    hashOf: (code) => mac('hash', code).toString('base64url'),
    isCodeOf: (nonce, code) => isSame(mac('same', codeOf(nonce)), mac('same', code)),
    linkOf: ({ key, nonce, expiresAt }) => {
      const claim = Buffer.from(JSON.stringify([keyText(key), nonce, expiresAt])).toString('base64url');
      return `${claim}.${mac('link', claim).toString('base64url')}`;
    },
    readLink(text) {
      const [claim = '', signature = ''] = text.split('.');
      const expected = mac('link', claim);
      if (!isSame(expected, Buffer.from(signature, 'base64url'))) return undefined;
      const [key, nonce, expiresAt] = JSON.parse(Buffer.from(claim, 'base64url').toString('utf8')) as [
        string,
        string,
        number,
      ];
      return { key: parseKey(key), nonce, expiresAt };
    },
  };
}

/** The code that a message is and holds nothing else but, in the form codes are kept in; undefined when it is none. */
export function readCode(text: string): string | undefined {
  const code = text
    .normalize('NFKC')
    .trim()
    .replace(/^(.{3})[\s-](.{3})$/u, '$1$2')
    .toUpperCase();
  return code.length === codeLength && [...code].every((sign) => alphabet.includes(sign)) && isMixed(code)
    ? code
    : undefined;
}

/** A code in two groups, as people read it out. */
export function groupedCode(code: string): string {
  return `${code.slice(0, 3)}-${code.slice(3)}`;
}

function isMixed(code: string): boolean {
  return /\d/.test(code) && /\D/.test(code);
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
