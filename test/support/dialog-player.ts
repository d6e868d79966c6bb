import type { ConsoleConversation, ConsoleMail } from '../../src/http/console-api.ts';
import { call } from './directline-call.ts';
import { logIn } from './console-client.ts';
import type { Play } from './guided-plays.ts';

/** A service that may be away for a while; `url` resolves once it is there again. */
export interface Addressed {
  url(): Promise<string>;
  readonly login: { readonly id: string; readonly password: string };
}

/** Plays dialogs over Direct Line, as the widget does: what is not acknowledged is sent again. */
export interface DialogPlayer {
  /** Plays one to its end. `onSend` is called as each message leaves, with its conversation and its id. */
  play(play: Play, onSend?: (conversationId: string, externalId: string) => void): Promise<ConsoleConversation>;
  mails(): Promise<readonly ConsoleMail[]>;
}

/** More than a test kills the service during one message. */
const mostTries = 50;

export async function createDialogPlayer(service: Addressed): Promise<DialogPlayer> {
  const { id, password } = service.login;
  const { cookie } = await logIn(await service.url(), id, password);

  /** Asks again until there is an answer: between two processes there is none. */
  async function stubborn<T>(work: (url: string) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work(await service.url());
      } catch (error) {
        if (tries === mostTries) throw error;
      }
    }
  }

  async function read<T>(path: string): Promise<T> {
    return stubborn(async (url) => {
      const response = await fetch(`${url}/console/api${path}`, { headers: { cookie } });
      return (await response.json()) as T;
    });
  }

  const mails = async () => (await read<{ mails: ConsoleMail[] }>('/mails')).mails;
  const conversationOf = (key: string) => read<ConsoleConversation>(`/conversations/${encodeURIComponent(key)}`);

  /** Resolves when nothing is asked of the back office any more. */
  async function settled(key: string): Promise<ConsoleConversation> {
    for (;;) {
      const found = await conversationOf(key);
      if (!found.conversation.isCalling) return found;
    }
  }

  async function begin(): Promise<{ conversationId: string; token: string }> {
    return stubborn(async (url) => {
      const granted = await fetch(`${url}/widget/token`, { method: 'POST' });
      const begun = (await granted.json()) as { conversationId: string; token: string };
      await call(url, 'POST /conversations', begun.token);
      return begun;
    });
  }

  /** The text that is typed and, where a button is pressed, its value. */
  async function saidIn(turn: string, { conversation }: ConsoleConversation) {
    if (turn === 'code') {
      const code = (await mails()).find(({ kind }) => kind === 'code');
      return { text: /\d{6}/.exec(code?.text ?? '')?.[0] ?? 'no code came' };
    }
    const option = /^\[(.+)\]$/.exec(turn)?.[1];
    if (option === undefined) return { text: turn };
    const { flow } = conversation;
    const button = flow?.offered.find(({ value }) => value.endsWith(`:${option}`));
    if (button === undefined) throw new Error(`${flow?.flow}/${flow?.step} offers no ${option}`);
    return { text: button.title, value: button.value };
  }

  return {
    mails,
    async play({ flow, language, turns }, onSend) {
      const { conversationId, token } = await begin();
      const key = `directline:${conversationId}`;
      let count = 0;
      async function say(said: { text: string; value?: string }): Promise<void> {
        count += 1;
        const externalId = `${conversationId}-${count}`;
        const activity = {
          ...{ type: 'message', from: { id: 'dl_x' }, locale: language, ...said },
          channelData: { clientActivityID: externalId },
        };
        onSend?.(conversationId, externalId);
        const { status } = await stubborn((url) =>
          call(url, `POST /conversations/${conversationId}/activities`, token, activity),
        );
        if (status !== 200) throw new Error(`Refused with ${status}`);
      }
      await say({ text: flow, value: `flow:${flow}` });
      for (const turn of turns) await say(await saidIn(turn, await settled(key)));
      return settled(key);
    },
  };
}
