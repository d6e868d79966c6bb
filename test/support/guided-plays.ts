/** One guided dialog from its start to its end: `[option]` presses a button, `code` types the newest code, all else is typed. */
export interface Play {
  readonly flow: string;
  readonly language: string;
  readonly turns: readonly string[];
}

const play = (flow: string, language: string, ...turns: string[]): Play => ({ flow, language, turns });

/**
 * Dialogs with the demo's orders that change something, each with an order of its own, so that all can be played one after
 * the other: suspending, reissuing, resuming, topping up, changing the plan, paying back, calling back and the rest.
 */
export const writingPlays: readonly Play[] = [
  play(
    'lost-stolen',
    'en',
    ...['[lost]', 'AL-1001', 'maria@example.com', '[yes]', 'code', '[replace]', '[yes]', 'iPhone 14', '[yes]'],
  ),
  play('plan-change', 'es', 'AL-1005', 'maria@example.com', '[more-data]', '1', '[yes]', '[paid]'),
  play('refund', 'es', '[unknown]', 'Nunca funcionó', 'me@example.org'),
  play('callback', 'zh-Hans', '[english]', '[phone]', '+44 7911 123456', '[yes]', '1', '账单', '[unknown]', '[yes]'),
  play('plan-change', 'zh-Hans', 'AL-1002', 'liwei@example.com', '[bigger]', '1', 'code', '[yes]', '[paid]'),
  play('refund', 'en', 'AL-1011', 'maria@example.com', 'code', '[not-needed]', '[yes]'),
  play('password-reset', 'en', 'maria@example.com', '[not-arrived]', '[yes-arrived]', '[logged-in]'),
  play(
    'outage-report',
    'es',
    ...['Cádiz', '[unknown]', '[yes]', '[data]', '[unknown]', 'iPhone 14', '[yes]', 'me@example.org'],
  ),
  play('lost-stolen', 'en', '[found]', 'AL-1003', 'tom@example.com', 'code', '[yes]', '[worked]'),
  play('install-esim', 'en', 'iPhone 14', '[eid]', '[free]', 'AL-1015', 'tom@example.com', 'code', '[yes]'),
  play('no-signal', 'zh-Hans', '[yes]', 'Madrid', '[no-bars]', '[worked]', '[yes]', 'me@example.org'),
];
