import { maskEmail, maskPhone } from '../mask.ts';
import type { Answer, Checked } from '../operations.ts';
import type { DemoCustomer, DemoState } from './state.ts';
import { found, iso, nextNumber, ownerIn, type DemoHandlers, type Desk } from './tools.ts';

const hourMs = 60 * 60_000;

/** Outages, the account, people, and what is sent. */
export const serviceHandlers: DemoHandlers = {
  'outage.list': ({ country, place, network }, desk) => ({
    outages: outagesAt(desk).filter(
      (outage) =>
        country === 'ES' &&
        (network === undefined || outage.network.toLowerCase() === network.toLowerCase()) &&
        (place === undefined || isNear(place)),
    ),
  }),
  'outage.report': ({ country, place, network }, { state, now }) => {
    const isSimilar = (report: DemoState['reports'][number]) =>
      report.country === country && report.network === network && report.at > now - 6 * hourMs;
    const similarReports = state.reports.filter(isSimilar).length;
    const reportId = nextNumber(state, 'OR');
    state.reports.push({ reportId, country, place, network, at: now });
    return { reportId, similarReports };
  },
  'outage.subscribe': ({ outageId, reportId, contact }, { state }) => {
    const about = outageId ?? reportId ?? '';
    found(about === outageId1 || state.reports.some((report) => report.reportId === about) || undefined, 'outage');
    state.subscriptions.push({ to: contact.email ?? contact.phone ?? contact.handle ?? '' });
    return { subscribed: true };
  },
  'account.lookup': ({ identifier }, { state }) => ({
    loginMethod: byIdentifier(state, identifier)?.loginMethod ?? 'password',
  }),
  'account.sendReset': ({ identifier, channel }, desk) => {
    const customer = byIdentifier(desk.state, identifier);
    if (customer !== undefined)
      desk.mail(customer, 'reset', 'Alondra', `https://alondra.example/reset/${nextNumber(desk.state, 'PW')}`);
    const maskedTarget =
      channel === 'email' && identifier.includes('@') ? maskEmail(identifier) : maskPhone(identifier);
    return { sent: true, maskedTarget, expiresAt: iso(desk.now + 10 * 60_000) };
  },
  'account.updateContact': ({ field, value }, desk) => {
    const customer = ownerIn(desk.state, { customerId: desk.context.grant.customerId ?? '' });
    customer.pending = { field, value };
    desk.mail(customer, 'confirmation', 'Alondra', `https://alondra.example/confirm/${nextNumber(desk.state, 'CF')}`);
    return { state: 'pending', confirmationSentTo: field === 'email' ? maskEmail(value) : maskPhone(value) };
  },
  'account.lock': ({ customerRef }, { state }) => {
    const customer = byIdentifier(state, customerRef.email ?? customerRef.phone ?? '');
    if (customer !== undefined) customer.locked = true;
    // The same for somebody unknown: a lock must not tell who is a customer.
    return { locked: true, reference: nextNumber(state, 'LK') };
  },
  'callback.slots': ({ language, from }, { now }) => ({
    slots: slotsAfter(from === undefined ? now : Date.parse(from), language),
  }),
  'callback.create': ({ language, slot }, { state, now }) => {
    const confirmedSlot = slotAt(slot === undefined ? now + hourMs : Date.parse(slot.start), language);
    const reference = nextNumber(state, 'CB');
    state.callbacks.push({ reference, start: confirmedSlot.start, language: confirmedSlot.agentLanguage });
    return { reference, confirmedSlot };
  },
  'callback.update': updateCallback,
  'case.create': ({ queue, contact, urgency }, { state, now }) => {
    const caseNumber = nextNumber(state, 'CASE');
    state.cases.push({ caseNumber, email: contact.email?.toLowerCase(), at: now, queue });
    return { caseNumber, replyBy: iso(now + (urgency === 'critical' ? 1 : 12) * hourMs) };
  },
  'case.status': ({ caseNumber, email }, { state }) => {
    const one = found(
      state.cases.find((other) => other.caseNumber === caseNumber && other.email === email.toLowerCase()),
      'case',
    );
    return { state: 'open', lastStep: 'received', nextStep: one.queue, replyBy: iso(one.at + 12 * hourMs) };
  },
  'handoff.create': (_input, { context }) => ({
    accepted: true,
    waitSeconds: 120,
    agentLanguage: agentLanguage(context.language),
  }),
  'guide.send': ({ guideId, contact }, desk) => {
    const to = contact.email;
    if (to !== undefined)
      desk.mail({ email: to } as DemoCustomer, 'guide', guideId, `https://alondra.example/guides/${guideId}`);
    return { sent: to !== undefined };
  },
};

const outageId1 = 'OUT-1';

/** One disturbance, begun two hours before the demo was: Orange in Seville. */
function outagesAt({ state, context }: Desk): Answer<'outage.list'>['outages'] {
  const words: Readonly<Record<string, string>> = {
    en: 'Mobile data over Orange is disturbed in and around Seville; other networks work.',
    es: 'Los datos móviles de Orange fallan en Sevilla y alrededores; las demás redes funcionan.',
    'zh-Hans': 'Orange 在塞维利亚及周边的移动数据出现故障，其他网络正常。',
    'zh-Hant': 'Orange 在塞維亞及周邊的行動數據出現故障，其他網路正常。',
  };
  return [
    {
      id: outageId1,
      network: 'Orange',
      area: 'Sevilla',
      services: ['data'],
      since: iso(state.seededAt - 2 * hourMs),
      text: words[context.language] ?? words.en ?? '',
      updatedAt: iso(state.seededAt),
    },
  ];
}

const isNear = (place: string) => /sevil|塞维利|塞維利|塞維亞/i.test(place);

function byIdentifier(state: DemoState, identifier: string): DemoCustomer | undefined {
  const wanted = identifier.trim().toLowerCase();
  const digits = wanted.replace(/[^\d+]/g, '');
  return state.customers.find(
    (customer) => customer.email === wanted || (digits.length > 6 && customer.phone === digits),
  );
}

function updateCallback({ reference, change }: Checked<'callback.update'>, { state }: Desk): Answer<'callback.update'> {
  const booked = found(
    state.callbacks.find((one) => one.reference === reference),
    'callback',
  );
  if (change === 'cancel') {
    state.callbacks = state.callbacks.filter((one) => one !== booked);
    return { reference };
  }
  const confirmedSlot = slotAt(Date.parse(change.start), booked.language);
  booked.start = confirmedSlot.start;
  return { reference, confirmedSlot };
}

/** Three half hours, one hour apart, from the next full hour that lies between 8 and 19 h UTC. */
function slotsAfter(from: number, language: string): Answer<'callback.slots'>['slots'] {
  const slots: Answer<'callback.slots'>['slots'] = [];
  for (let at = Math.ceil(from / hourMs) * hourMs; slots.length < 3; at += hourMs) {
    const hour = new Date(at).getUTCHours();
    if (hour >= 8 && hour < 19) slots.push(slotAt(at, language));
  }
  return slots;
}

const slotAt = (start: number, language: string) => ({
  start: iso(start),
  end: iso(start + hourMs / 2),
  agentLanguage: agentLanguage(language),
});

/** Who answers: the demo's people speak English, Spanish and Mandarin. */
const agentLanguage = (language: string) =>
  language.startsWith('zh') ? 'zh-Hans' : language.startsWith('es') ? 'es' : 'en';
