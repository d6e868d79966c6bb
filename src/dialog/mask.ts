import type { Cues } from '../language/cues.ts';
import { isLuhn } from './check-digits.ts';
import type { SlotType } from './flow-slot.ts';

/** What must never stand in the transcript. */
export type Secret = 'card' | 'puk' | 'code' | 'password';

/** A text with the secrets in it replaced by dots, and which kinds there were. */
export interface Masked {
  readonly text: string;
  readonly secrets: readonly Secret[];
}

/**
 * Masks secrets in a message as typed, before it is stored. `expects` is the type of the slot that was just asked for: the
 * code that a step asks for is masked too but counts as no slip, and digits that answer another question stay.
 */
export type Mask = (text: string, expects?: SlotType) => Masked;

/** Knows what people write in front of a password, a PUK and a one-time code in the languages of the cues. */
export function createMask(cues: Cues): Mask {
  const before = (name: 'passwordIs' | 'pukIs' | 'codeIs') => alternatives(cues, name);
  const password = new RegExp(`(${before('passwordIs')})(\\s*[:：]?\\s*)([^\\s,，。]{3,64})`, 'giu');
  const puk = new RegExp(`(${before('pukIs')})(\\s*[:：]?\\s*)(\\d{8})(?!\\d)`, 'giu');
  const code = new RegExp(`(${before('codeIs')})(\\s*[:：]?\\s*)(\\d{3}[\\s-]?\\d{3}|\\d{4,8})(?!\\d)`, 'giu');
  return (text, expects) => {
    const secrets = new Set<Secret>();
    const behind = (pattern: RegExp, secret: Secret) => (given: string) =>
      given.replace(pattern, (whole, cue: string, gap: string, value: string) => {
        if (secret === 'password' && !looksSecret(gap, value)) return whole;
        secrets.add(secret);
        return `${cue}${gap}${dots(value)}`;
      });
    let masked = maskCards(text, secrets);
    masked = behind(password, 'password')(masked);
    // Both are digits, which few messages have.
    if (/\d/.test(masked)) {
      masked = behind(puk, 'puk')(masked);
      masked = behind(code, 'code')(masked);
    }
    if (expects === undefined || !expectsDigits.has(expects)) masked = maskBareCode(masked, secrets);
    if (expects === 'code') {
      masked = masked.replace(/(?<!\d)\d{3}[\s-]?\d{3}(?!\d)|(?<!\d)\d{4,8}(?!\d)/g, dots);
      secrets.delete('code');
    }
    return { text: masked, secrets: [...secrets] };
  };
}

const expectsDigits: ReadonlySet<SlotType> = new Set(['number', 'phone', 'order-number', 'iccid', 'eid', 'date']);

/** Card numbers: the length and first digits of the known schemes, and Luhn. ICCIDs begin with 89 and are none. */
function maskCards(text: string, secrets: Set<Secret>): string {
  return text.replace(/(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)/g, (whole) => {
    const digits = whole.replace(/\D/g, '');
    if (!cardForms.some((form) => form.test(digits)) || !isLuhn(digits)) return whole;
    secrets.add('card');
    return `${'•'.repeat(digits.length - 4)}${digits.slice(-4)}`;
  });
}

const cardForms: readonly RegExp[] = [
  /^4(\d{12}|\d{15}|\d{18})$/,
  /^(5[1-5]|2[2-7])\d{14}$/,
  /^3[47]\d{13}$/,
  /^3(0[0-5]|[68]\d)\d{11}$/,
  /^35\d{14}$/,
  /^6(2|011|4[4-9]|5)\d{10,17}$/,
  /^(50|5[6-9]|6\d)\d{10,17}$/,
];

/** "My password is wrong" gives nothing away. */
function looksSecret(gap: string, value: string): boolean {
  return /[:：]/.test(gap) || /[^\p{L}]/u.test(value.replace(/[.!?…'"]+$/, ''));
}

/** A message of six digits and nothing else is a code nobody asked for. */
function maskBareCode(text: string, secrets: Set<Secret>): string {
  if (!/^\s*\d{3}[\s-]?\d{3}\s*$/.test(text)) return text;
  secrets.add('code');
  return dots(text.trim());
}

function dots(value: string): string {
  return '•'.repeat([...value].length);
}

function alternatives(cues: Cues, name: 'passwordIs' | 'pukIs' | 'codeIs'): string {
  const expressions = new Set(Object.values(cues).flatMap((list) => list[name] ?? []));
  // Longer ones first, so that the gap behind a shorter one is not taken for the secret.
  const sorted = [...expressions].sort((a, b) => b.length - a.length).map(escape);
  return sorted.length === 0
    ? '(?!)'
    : sorted.map((text) => (/^\p{Script=Latin}/u.test(text) ? `\\b${text}` : text)).join('|');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
