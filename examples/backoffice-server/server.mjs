// A back office in one file: what a provider offers so that the chatbot can look up orders and help with lines.
// Start it:  BACKOFFICE_SECRET=at-least-32-characters-of-your-own node examples/backoffice-server/server.mjs
// Replace the three tables by your own systems, function by function. The interface: docs/backoffice.openapi.yaml
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.BACKOFFICE_SECRET ?? '';
if (secret.length < 32) throw new Error('Set BACKOFFICE_SECRET to at least 32 characters.');
const day = 24 * 60 * 60_000;
const iso = (ms) => new Date(ms).toISOString();
const start = Date.now();

const orders = [
  {
    orderId: 'AL-1001',
    email: 'maria@example.com',
    customerId: 'C-1',
    lineId: 'L-1001',
    planId: 'es-30d-10gb',
    price: 15.9,
  },
  {
    orderId: 'AL-1002',
    email: 'liwei@example.com',
    customerId: 'C-2',
    lineId: 'L-1002',
    planId: 'es-15d-5gb',
    price: 9.9,
  },
];
const lines = new Map([
  [
    'L-1001',
    {
      state: 'active',
      iccidLast4: '1001',
      planId: 'es-30d-10gb',
      allowanceMb: 10_000,
      usedMb: 3600,
      validUntil: start + 25 * day,
    },
  ],
  ['L-1002', { state: 'not-installed', iccidLast4: '1002', planId: 'es-15d-5gb', allowanceMb: 5000, usedMb: 0 }],
]);
const topUps = [{ optionId: 'topup-3gb', dataMb: 3000, amount: 6 }];
const codes = new Map(); // order number or e-mail → { code, tries, expiresAt }
const kept = new Map(); // operation and idempotency key → { inputText, output }. Keep these in your database.

/** A failure the chatbot understands; `reason` is a word it can branch on. */
class Failure extends Error {
  constructor(status, code, reason) {
    super(code);
    Object.assign(this, { status, code, reason });
  }
}
const lineOf = (lineId) => {
  const line = lines.get(lineId);
  if (line === undefined) throw new Failure(404, 'NOT_FOUND', 'line');
  return line;
};
const changed = (state) => ({ state, at: iso(Date.now()), reference: `R-${Date.now()}` });
const refKey = ({ email = '', orderNumber = '' }) => `${email.toLowerCase()}|${orderNumber.toUpperCase()}`;
const ownerOf = ({ email, orderNumber }) =>
  orders.find(
    (order) => (email ?? order.email).toLowerCase() === order.email && (orderNumber ?? order.orderId) === order.orderId,
  );

const operations = {
  'order.lookup': ({ orderNumber, email, customerId }) => {
    const hits = orders.filter((o) =>
      customerId ? o.customerId === customerId : o.orderId === orderNumber && o.email === email.toLowerCase(),
    );
    if (hits.length === 0) throw new Failure(404, 'NOT_FOUND', 'order');
    const shown = ({ orderId, planId, lineId, price }) => ({
      orderId,
      state: 'delivered',
      items: [{ planId, lineId, quantity: 1 }],
      amount: { amount: price, currency: 'EUR' },
    });
    return { orders: hits.map(shown) };
  },
  'line.status': ({ lineId }) => {
    const { state, iccidLast4, planId, validUntil } = lineOf(lineId);
    return { state, iccidLast4, planId, ...(validUntil ? { validUntil: iso(validUntil) } : {}) };
  },
  'usage.get': ({ lineId }) => {
    const { allowanceMb, usedMb } = lineOf(lineId);
    const remainingMb = allowanceMb - usedMb;
    return {
      remainingPercent: Math.round((remainingMb / allowanceMb) * 100),
      usedMb,
      remainingMb,
      allowanceMb,
      asOf: iso(Date.now()),
    };
  },
  'line.refresh': ({ lineId }) => ({ accepted: lineOf(lineId).state === 'active', waitSeconds: 180 }),
  'line.suspend': ({ lineId }) => {
    const line = lineOf(lineId);
    if (line.state === 'suspended') throw new Failure(422, 'NOT_ALLOWED', 'already-suspended');
    Object.assign(line, { before: line.state, state: 'suspended' });
    return changed('suspended');
  },
  'line.resume': ({ lineId }) => {
    const line = lineOf(lineId);
    if (line.state !== 'suspended') throw new Failure(422, 'NOT_ALLOWED', 'not-suspended');
    line.state = line.before;
    return changed(line.state);
  },
  'catalogue.listOptions': ({ lineId }) => ({
    options: topUps.map(({ optionId, dataMb, amount }) => ({
      optionId,
      kind: 'topup',
      dataMb,
      price: { amount, currency: 'EUR' },
      effectOnRest: lineOf(lineId) && 'added',
      activeAt: 'now',
      needsNewProfile: false,
    })),
  }),
  'topup.create': ({ lineId, optionId }) => {
    const option = topUps.find((one) => one.optionId === optionId);
    if (option === undefined) throw new Failure(404, 'NOT_FOUND', 'option');
    const line = lineOf(lineId);
    line.allowanceMb += option.dataMb;
    return { state: 'done', newRemainingMb: line.allowanceMb - line.usedMb };
  },
  // An operation that only this provider offers: examples/arrival-activation declares it, and has a dialog that asks for it.
  'esim.activateOnDate': ({ lineId, eid, arrivalDate, passportChecked }) => {
    if (!passportChecked) throw new Failure(422, 'NOT_ALLOWED', 'passport');
    if (arrivalDate <= iso(Date.now()).slice(0, 10)) throw new Failure(422, 'NOT_ALLOWED', 'too-late');
    Object.assign(lineOf(lineId), { eid, activatesOn: arrivalDate });
    return { state: 'scheduled', activatesOn: arrivalDate, reference: `A-${Date.now()}` };
  },
  'identity.sendCode': ({ customerRef }) => {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAt = Date.now() + 10 * 60_000;
    codes.set(refKey(customerRef), { code, tries: 3, expiresAt });
    // Send an e-mail here. The answer is the same for somebody unknown.
    if (ownerOf(customerRef)) console.log(`code ${code}`);
    return { sent: true, maskedTarget: '…', expiresAt: iso(expiresAt) };
  },
  'identity.checkCode': ({ customerRef, code }) => {
    const [entry, owner] = [codes.get(refKey(customerRef)), ownerOf(customerRef)];
    if (entry === undefined || entry.tries === 0 || entry.expiresAt < Date.now())
      return { verified: false, triesLeft: 0 };
    entry.tries -= 1;
    if (owner === undefined || entry.code !== code) return { verified: false, triesLeft: entry.tries };
    codes.delete(refKey(customerRef));
    const own = orders.filter((order) => order.customerId === owner.customerId);
    const { customerId } = owner;
    return {
      verified: true,
      triesLeft: entry.tries,
      customerId,
      orderIds: own.map((o) => o.orderId),
      lineIds: own.map((o) => o.lineId),
    };
  },
};

/** The same idempotency key gives the same answer and is worked off once. */
function once(name, { input, idempotencyKey }) {
  const key = `${name} ${idempotencyKey}`;
  const inputText = JSON.stringify(input);
  const before = idempotencyKey === undefined ? undefined : kept.get(key);
  if (before !== undefined && before.inputText !== inputText) throw new Failure(409, 'CONFLICT', 'key-reused');
  const output = before?.output ?? operations[name](input);
  if (idempotencyKey !== undefined) kept.set(key, { inputText, output });
  return output;
}

function checkSignature({ method, url, headers }, body) {
  const timestamp = headers['x-simpatico-timestamp'] ?? '';
  const text = [timestamp, method, url, body].join('\n');
  const right = Buffer.from(`v1=${createHmac('sha256', secret).update(text).digest('hex')}`);
  const given = Buffer.from(headers['x-simpatico-signature'] ?? '');
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300;
  if (!isFresh || given.length !== right.length || !timingSafeEqual(given, right))
    throw new Failure(403, 'UNAVAILABLE', 'signature');
}

function answer(request, body) {
  checkSignature(request, body);
  const name = request.url.replace('/v1/', '');
  if (name === 'abilities') return { operations: Object.keys(operations) };
  if (!Object.hasOwn(operations, name)) throw new Failure(501, 'NOT_SUPPORTED', 'operation');
  return { output: once(name, JSON.parse(body)) };
}

const server = createServer(async (request, response) => {
  let [status, content] = [200, undefined];
  try {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    content = answer(request, body);
  } catch (error) {
    status = error.status ?? 500;
    content = { error: { code: error.code ?? 'UNAVAILABLE', reason: error.reason ?? 'internal' } };
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
});
server.listen(Number(process.env.PORT ?? 4010), '127.0.0.1', () =>
  console.log(`listening on ${server.address().port}`),
);
