import type { Activity } from '../../src/channels/directline/activity.ts';
import { call } from './directline-call.ts';

/** A customer's client that sends each message again until it is acknowledged, one after the other. */
export interface StubbornClient {
  readonly conversationId: string;
  /** Given before the first message; the only one it ever uses. */
  readonly token: string;
  /** Says the texts in order; resolves with the ids they were acknowledged with. */
  say(texts: readonly string[]): Promise<string[]>;
  /** The whole conversation as a client reads it. */
  transcript(): Promise<Activity[]>;
}

/** More than a test kills the service. */
const mostTries = 20;

/**
 * Starts a conversation. `service` tells the address of the service, as soon as there is one; `onAcknowledged` is called
 * before anything else happens.
 */
export async function startStubbornClient(
  service: () => Promise<string>,
  onAcknowledged: () => void,
): Promise<StubbornClient> {
  const granted = await fetch(`${await service()}/widget/token`, { method: 'POST' });
  const { token, conversationId } = (await granted.json()) as { token: string; conversationId: string };
  await call(await service(), 'POST /conversations', token);
  const path = `/conversations/${conversationId}/activities`;

  async function send(text: string, clientActivityID: string): Promise<string> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const activity = { type: 'message', from: { id: 'dl_x' }, text, channelData: { clientActivityID } };
      // Whether a message was stored whose call broke off, a client cannot know.
      const answer = await call(await service(), `POST ${path}`, token, activity).catch(() => undefined);
      if (answer === undefined) continue;
      if (answer.status !== 200) throw new Error(`Refused with ${answer.status}: ${JSON.stringify(answer.body)}`);
      onAcknowledged();
      return answer.body.id;
    }
    throw new Error('The service does not take messages any more.');
  }

  return {
    conversationId,
    token,
    async say(texts) {
      const ids: string[] = [];
      for (const [index, text] of texts.entries()) ids.push(await send(text, `${conversationId}-${index}`));
      return ids;
    },
    async transcript() {
      const all: Activity[] = [];
      for (let watermark = ''; ;) {
        const { body } = await call(await service(), `GET ${path}?watermark=${watermark}`, token);
        if (body.activities.length === 0) return all;
        all.push(...body.activities);
        ({ watermark } = body);
      }
    },
  };
}
