import type { OutboxMessage } from '../backoffice/outbox.ts';
import { print } from './terminal.ts';

/** Nobody gets the mail of made-up customers: whoever tries the demo reads it in the terminal. */
export function showMail({ to, subject, text }: OutboxMessage): void {
  print(`\n[demo mail to ${'email' in to ? to.email : to.phone}] ${subject}\n${text}\n`);
}
