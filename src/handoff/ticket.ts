import type { FlowPacket } from '../conversation/flow-position.ts';
import type { ConversationKey } from '../conversation/message.ts';

export type Priority = 'normal' | 'high' | 'critical';

export type TicketStatus = 'open' | 'claimed' | 'resolved' | 'cancelled';

/** Why a person is needed. */
export type HandoffReason =
  'wants-human' | 'not-understood' | 'none-of-these' | 'not-helped' | 'escalation-rule' | 'danger' | 'dialog-ended';

/** One request for a human. */
export interface Ticket {
  /** `<conversation key>#<seq of the handoff>`, unique and stable. */
  readonly id: string;
  /** Short code people can read out. */
  readonly reference: string;
  readonly key: ConversationKey;
  readonly reason: HandoffReason;
  /** The best article at the time, if any. */
  readonly articleId?: string;
  readonly language: string;
  readonly priority: Priority;
  readonly status: TicketStatus;
  readonly agentId?: string;
  /** Milliseconds since the epoch by which a first human reply is due. */
  readonly dueAt: number;
  /** What a guided dialog learned and tried before it ended here. */
  readonly packet?: FlowPacket;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** True while somebody still has to do something about it. */
export function isActive(ticket: Pick<Ticket, 'status'>): boolean {
  return ticket.status === 'open' || ticket.status === 'claimed';
}
