import type { ConsoleLanguage } from './texts.ts';

/** The words of the outbox page in one language. */
export interface OutboxTexts {
  readonly title: string;
  readonly explanation: string;
  readonly empty: string;
  readonly to: string;
  readonly kinds: Readonly<Record<string, string>>;
}

/** See `OutboxTexts`. */
export const outboxTexts: Readonly<Record<ConsoleLanguage, OutboxTexts>> = {
  en: {
    title: 'Demo outbox',
    explanation: 'The customers of the demo are made up: what would be sent to them stands here instead.',
    empty: 'Nothing has been sent yet.',
    to: 'To {address}',
    kinds: {
      code: 'Code',
      activation: 'Activation',
      puk: 'PUK',
      invoice: 'Invoice',
      guide: 'Guide',
      reset: 'New password',
      confirmation: 'Confirmation',
    },
  },
  es: {
    title: 'Correo de la demo',
    explanation: 'Los clientes de la demo son inventados: lo que se les enviaría aparece aquí.',
    empty: 'Aún no se ha enviado nada.',
    to: 'Para {address}',
    kinds: {
      code: 'Código',
      activation: 'Activación',
      puk: 'PUK',
      invoice: 'Factura',
      guide: 'Guía',
      reset: 'Nueva contraseña',
      confirmation: 'Confirmación',
    },
  },
  'zh-Hans': {
    title: '演示发件箱',
    explanation: '演示中的客户是虚构的：本应发给他们的内容显示在这里。',
    empty: '还没有发送任何内容。',
    to: '收件人 {address}',
    kinds: {
      code: '验证码',
      activation: '激活',
      puk: 'PUK',
      invoice: '发票',
      guide: '指南',
      reset: '重置密码',
      confirmation: '确认',
    },
  },
};
