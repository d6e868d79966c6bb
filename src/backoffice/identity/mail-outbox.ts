import { createTransport } from 'nodemailer';
import { BackOfficeError } from '../back-office-error.ts';
import type { Outbox } from '../outbox.ts';

/** Where and as whom mail is sent. */
export interface MailDeps {
  /** `smtp://user:password@host:587` or `smtps://…`, as nodemailer reads it. */
  readonly url: string;
  /** Sender: `Alondra eSIM <help@alondra.example>`. */
  readonly from: string;
}

/** An outbox that sends e-mail by SMTP; messages to phones are refused with NOT_SUPPORTED. Connections are closed after each. */
export function createMailOutbox({ url, from }: MailDeps): Outbox {
  const transport = createTransport(url);
  return {
    async send({ to, subject, text }) {
      if (!('email' in to))
        throw new BackOfficeError('NOT_SUPPORTED', 'us', 'Text messages cannot be sent by mail.', { reason: 'no-sms' });
      try {
        // The address as an object: a string would be parsed, and could name further recipients.
        await transport.sendMail({ from, to: { name: '', address: to.email }, subject, text });
      } catch (error) {
        throw new BackOfficeError('UNAVAILABLE', 'network', 'The mail server did not take the message.', {
          cause: error,
        });
      }
    },
  };
}
