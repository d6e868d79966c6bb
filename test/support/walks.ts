/**
 * A dialog as a customer goes through it in the widget: begun by a question in their own words; `[option]` presses a button,
 * `[1]` the first one, `code` types the newest code of the demo's outbox.
 */
export interface Walk {
  readonly dialog: string;
  readonly language: 'es' | 'zh-Hans';
  /** `solved`: the bot ends it; `handed-over`: a person goes on. */
  readonly end: 'solved' | 'handed-over';
  readonly turns: readonly string[];
  /** Played in every run of the tests; all others by hand. */
  readonly always?: boolean;
}

const maria = ['AL-1001', 'maria@example.com'] as const;
const liwei = ['AL-1002', 'liwei@example.com'] as const;

/** Each dialog to a good end in Spanish and to a person in simplified Chinese, with the demo's orders. */
export const walks: readonly Walk[] = [
  solved('no-signal', 'No hay señal en Madrid, la pantalla dice sin servicio', '[worked]', '[no]'),
  solved('slow-data', 'Internet va lentísimo', 'AL-1009', 'lucie@example.com'),
  solved(
    'install-esim',
    '¿Cómo instalo la eSIM con el código QR?',
    ...['iPhone 14', '[eid]', '[free]', ...liwei, '[no]', '[yes]', '[other-screen]', '[worked]', '[no]', '[no]'],
  ),
  solved('device-check', '¿Mi móvil es compatible con eSIM?', 'iPhone 14', '[japan]', '[free]', '[yes]'),
  solved('lost-stolen', 'Me han robado el móvil', '[yes]', ...maria, '[yes]', 'code', '[later]'),
  always(solved('plan-change', 'Quiero recargar datos', 'AL-1005', 'maria@example.com', '[1]', '[yes]', '[paid]')),
  solved('refund', 'Quiero que me devolváis el dinero', ...liwei, 'code', '[not-needed]', '[yes]'),
  solved('password-reset', 'He olvidado mi contraseña', 'maria@example.com', '[yes-arrived]', '[logged-in]'),
  solved(
    'outage-report',
    '¿Hay alguna avería en Cádiz?',
    ...['[unknown]', '[yes]', '[data]', '[unknown]', 'iPhone 14', '[no]'],
  ),
  solved('promo-check', '¿Tenéis alguna oferta?', '[offer]', '10', '[yes]', '[1]'),
  solved(
    'callback',
    'Quiero que me llaméis por teléfono',
    ...['[spanish]', '+34 600 123 456', '[yes]', '[1]', 'Mi factura', '[unknown]', '[yes]'],
  ),
  always(
    handedOver(
      'no-signal',
      '落地马德里后手机完全没有信号',
      ...['[not-helped]', '[not-helped]', '[not-helped]', '[not-helped]', '[none]', '[unknown]', '[not-helped]'],
    ),
  ),
  handedOver(
    'slow-data',
    '网速特别慢',
    ...[...maria, '马德里', '[not-helped]', '[unknown]', '[not-helped]', '[not-helped]', '[unknown]'],
  ),
  handedOver(
    'install-esim',
    '扫描二维码时报错',
    ...['iPhone 14', '[eid]', '[free]', 'AL-1015', 'tom@example.com', '[unknown]'],
  ),
  handedOver('device-check', '我的手机支持eSIM吗？', 'Foobar X1', '[cannot-dial]', '[unknown]'),
  handedOver(
    'lost-stolen',
    '我的手机丢了',
    ...['AL-1013', 'yiting@example.com', '[yes]', '[unknown]', '[unknown]', '[unknown]'],
  ),
  handedOver('plan-change', '我想加流量', 'AL-1001', 'nobody@example.com', '[give-up]'),
  handedOver('refund', '我要退款', '[unknown]', '从来没用过', 'me@example.org'),
  handedOver('password-reset', '忘记密码了', 'maria@example.com', '[not-arrived]', '[not-arrived]'),
  handedOver(
    'outage-report',
    '网络是不是出故障了',
    ...['加的斯', '[unknown]', '[no]', '[not-helped]', '[not-helped]', '[not-helped]', '转人工'],
  ),
  handedOver('promo-check', '有优惠吗', '[missing]', ...maria, '朋友发来的广告'),
  always(
    handedOver(
      'callback',
      '请给我回电话',
      '[mandarin]',
      '+86 138 0013 8000',
      '[yes]',
      '[1]',
      '账单',
      '[unknown]',
      '[no]',
    ),
  ),
];

function solved(dialog: string, ...turns: string[]): Walk {
  return { dialog, language: 'es', end: 'solved', turns };
}

function handedOver(dialog: string, ...turns: string[]): Walk {
  return { dialog, language: 'zh-Hans', end: 'handed-over', turns };
}

function always(walk: Walk): Walk {
  return { ...walk, always: true };
}
