import type { OperationError } from '../conversation/flow-position.ts';

/** What a flow may expect of one back-office operation. */
export interface OperationShape {
  /** Names of the inputs. */
  readonly inputs: readonly string[];
  /** Names of the first-level fields of the answer. */
  readonly outputs: readonly string[];
  /** True when it changes something: it gets an idempotency key, and "back" does not cross it. */
  readonly writes?: boolean;
}

/** Errors every operation may end with. */
export const operationErrors = [
  'NOT_FOUND',
  'NOT_VERIFIED',
  'NOT_ALLOWED',
  'LIMIT',
  'CONFLICT',
  'UNAVAILABLE',
  'NOT_SUPPORTED',
] as const satisfies readonly OperationError[];

function reads(inputs: string, outputs: string): OperationShape {
  return { inputs: inputs.split(' '), outputs: outputs.split(' ') };
}

function writes(inputs: string, outputs: string): OperationShape {
  return { ...reads(inputs, outputs), writes: true };
}

/** The operations that flows may call, by name. */
export const operations: Readonly<Record<string, OperationShape>> = {
  'identity.sendCode': writes('customerRef channel lostLineId', 'sent maskedTarget expiresAt'),
  'identity.checkCode': writes('customerRef code', 'verified token triesLeft customerId orderIds lineIds'),
  'identity.status': reads('orderId', 'required state reason uploadUrl acceptedDocuments'),
  'order.lookup': reads('orderNumber email customerId', 'orders'),
  'line.status': reads(
    'lineId',
    'state suspendedBy reason installedOn iccidLast4 number planId validFrom validUntil autoRenew lastRegistration apn networks',
  ),
  'line.refresh': writes('lineId', 'accepted waitSeconds'),
  'line.suspend': writes('lineId reason facts', 'state at reference'),
  'line.resume': writes('lineId', 'state at reference'),
  'line.getPuk': writes('lineId', 'deliveredTo'),
  'usage.get': reads(
    'lineId',
    'remainingPercent unlimited usedMb remainingMb allowanceMb euRemainingMb throttled throttleResetsAt voiceLeft smsLeft credit asOf daily',
  ),
  'catalogue.listPlans': reads('countries days dataMb voice newCustomer', 'plans'),
  'catalogue.listOptions': reads('lineId goal', 'options'),
  'topup.create': writes('lineId optionId paymentRef', 'state newRemainingMb newValidUntil'),
  'plan.change': writes('lineId optionId paymentRef', 'state effectiveAt newLineId needsInstall'),
  'plan.setAutoRenew': writes('lineId on', 'autoRenew nextCharge'),
  'payment.createLink': writes('lineId orderId optionId amount', 'url paymentRef expiresAt state'),
  'esim.resendActivation': writes('lineId', 'sentTo at smdp activationCode instructions'),
  'esim.reissue': writes('lineId reason newDevice otherConnection', 'state fee reissuesLeft sentTo oldProfileStopsAt'),
  'device.lookup': reads('brand model region', 'esim note eidCheckNeeded minOs maxProfiles'),
  'refund.checkEligibility': reads(
    'orderId lineId reason troubleshot',
    'result amount method rule clause evidenceNeeded withdrawalUntil',
  ),
  'refund.create': writes('orderId reason troubleshot amount evidence', 'refundId state expectedBy'),
  'refund.status': reads('refundId orderId', 'state amount sentAt bankReference reason'),
  'invoice.send': writes('orderId company', 'invoiceNumber sentTo'),
  'outage.list': reads('country place coordinates network', 'outages'),
  'outage.report': writes('country place network service since device lineId', 'reportId similarReports'),
  'outage.subscribe': writes('outageId reportId contact consent', 'subscribed'),
  'promo.list': reads('newCustomer countries days date group', 'promos'),
  'promo.validate': reads(
    'code planId quantity newCustomer otherCode customerRef',
    'valid reason clause saving validUntil',
  ),
  'account.lookup': reads('identifier', 'loginMethod'),
  'account.sendReset': writes('identifier channel', 'sent maskedTarget expiresAt'),
  'account.updateContact': writes('field value', 'state confirmationSentTo'),
  'account.lock': writes('customerRef reason', 'locked reference'),
  'callback.slots': reads('language channel timezone from', 'slots'),
  'callback.create': writes('contact language slot topic summary consent', 'reference confirmedSlot'),
  'callback.update': writes('reference change', 'reference confirmedSlot'),
  'case.create': writes('queue topic summary contact language attachments urgency', 'caseNumber replyBy'),
  'case.status': reads('caseNumber email', 'state lastStep nextStep replyBy'),
  'handoff.create': writes('packet urgency', 'accepted waitSeconds agentLanguage openingHours'),
  'guide.send': writes('guideId language device contact consent', 'sent'),
};
