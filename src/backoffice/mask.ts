import type { CustomerRef } from './values.ts';

/** `maria@example.com` → `m…@example.com`. */
export function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  return `${name.slice(0, 1)}…@${domain}`;
}

/** `+34600111242` → `…42`. */
export function maskPhone(phone: string): string {
  return `…${phone.replace(/\D/g, '').slice(-2)}`;
}

/**
 * Where a code goes, made only of what the customer gave himself, so that it tells nothing of what is on file.
 * An order number alone gives `…`.
 */
export function maskGiven({ email, phone }: CustomerRef, channel: 'email' | 'sms'): string {
  if (channel === 'email' && email !== undefined) return maskEmail(email);
  if (channel === 'sms' && phone !== undefined) return maskPhone(phone);
  return '…';
}
