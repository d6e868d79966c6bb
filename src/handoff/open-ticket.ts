import type { FlowPacket } from '../conversation/flow-position.ts';
import { keyText, type ConversationKey } from '../conversation/message.ts';
import type { ServiceLevels } from './sla.ts';
import type { HandoffReason, Priority, Ticket } from './ticket.ts';

/** What a new ticket is made of. */
export interface TicketRequest {
  readonly key: ConversationKey;
  /** Sequence number of the transcript entry that hands over. */
  readonly seq: number;
  readonly reason: HandoffReason;
  readonly articleId?: string;
  readonly language: string;
  readonly priority: Priority;
  readonly packet?: FlowPacket;
  readonly now: number;
}

/** A new open ticket. Its id and reference follow from the conversation, so that thinking twice gives the same one. */
export function openTicket(request: TicketRequest, levels: ServiceLevels): Ticket {
  const id = `${keyText(request.key)}#${request.seq}`;
  return {
    id,
    reference: referenceOf(id),
    key: request.key,
    reason: request.reason,
    ...(request.articleId === undefined ? {} : { articleId: request.articleId }),
    language: request.language,
    priority: request.priority,
    status: 'open',
    ...(request.packet === undefined ? {} : { packet: request.packet }),
    dueAt: request.now + levels[request.priority],
    createdAt: request.now,
    updatedAt: request.now,
  };
}

/** Letters and digits that are not mistaken for one another when read out. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function referenceOf(id: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < id.length; index += 1) {
    low = Math.imul(low ^ id.charCodeAt(index), 0x01000193) >>> 0;
    high = Math.imul(high ^ id.charCodeAt(index), 0x85ebca6b) >>> 0;
  }
  let code = '';
  for (let place = 0; place < 8; place += 1) {
    const bits = place < 4 ? low >>> (place * 5) : high >>> ((place - 4) * 5 + 7);
    code += alphabet[bits & 31] ?? '2';
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
