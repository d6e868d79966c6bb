import type { ConsoleConversation } from '../../http/console-api.ts';
import { el, icon, pressable } from '../shared/dom.ts';
import type { Action } from './api.ts';
import type { Board } from './board.ts';
import { agentName, entryView } from './entry-view.ts';
import { factsView, titleOf } from './facts-view.ts';
import type { ListViewDeps } from './list-view.ts';
import { createReplyBox, type Draft } from './reply-box.ts';
import { packetView } from './packet-view.ts';
import { confirmResolve } from './resolve-dialog.ts';

/** One conversation: what is known, what was said, what can be done. */
export interface ConversationView {
  readonly element: HTMLElement;
  /** Shows what changed without disturbing what the agent writes. */
  update(read: ConsoleConversation, board: Board): void;
  focus(): void;
}

export interface ConversationViewDeps extends ListViewDeps {
  readonly draft: Draft;
  readonly act: (action: Action) => Promise<void>;
  readonly reply: (text: string, id: string) => Promise<void>;
}

export function createConversationView(deps: ConversationViewDeps): ConversationView {
  const { texts } = deps;
  const back = el('a', { href: '#', class: 'back', 'aria-label': texts.back, title: texts.back });
  back.append(icon('M19 12H6', 'm11 18-6-6 6-6'));
  const title = el('h2', { dir: 'auto', tabindex: -1 });
  const owner = el('p', { class: 'quiet' });
  const buttons = el('div', { class: 'actions' });
  const facts = el('div');
  const log = el('div', { class: 'transcript', role: 'log', 'aria-label': texts.transcript, tabindex: 0 });
  const foot = el('div', { class: 'foot' });
  const head = el('header', { class: 'head' }, back, el('div', { class: 'names' }, title, owner), buttons);
  const packet = el('aside', { class: 'packet-place' });
  const body = el('div', { class: 'conversation-body' }, packet, log);
  const element = el('section', { class: 'conversation' }, head, facts, body, foot);
  let shownPacket = '';
  let shownSeqs: readonly number[] = [];
  let shownTitles = '';
  let shownMode = '';

  /** Made anew only when something in it has changed: whoever reads it has scrolled. */
  function showPacket(read: ConsoleConversation, board: Board): void {
    const { slots, level } = read.conversation;
    const content = JSON.stringify([read.ticket, read.words, slots, level, Object.keys(board.titles)]);
    if (content === shownPacket) return;
    shownPacket = content;
    const view = packetView(read, board, deps);
    packet.replaceChildren(...(view === undefined ? [] : [view]));
  }

  function showEntries(read: ConsoleConversation, board: Board): void {
    const titles = Object.keys(board.titles).join();
    // New titles change entries that are on show already, and what was missed goes between them; both are rare.
    const isContinued = titles === shownTitles && shownSeqs.every((seq, index) => read.entries[index]?.seq === seq);
    if (!isContinued) log.replaceChildren();
    for (const entry of read.entries.slice(isContinued ? shownSeqs.length : 0)) {
      const shown = entryView(entry, { ...deps, me: board.me, titles: board.titles });
      if (shown !== undefined) log.append(shown);
    }
    shownTitles = titles;
    shownSeqs = read.entries.map(({ seq }) => seq);
  }

  function button(text: string, action: Action, look = ''): HTMLButtonElement {
    const made = pressable({ class: look }, () => void press(made, action), text);
    return made;
  }

  async function press(pressed: HTMLButtonElement, action: Action): Promise<void> {
    if (action === 'resolve' && !(await confirmResolve(texts, element))) return;
    pressed.disabled = true;
    await deps.act(action).finally(() => (pressed.disabled = false));
  }

  function showActions(mode: Mode): void {
    if (mode === shownMode) return;
    const hadFocus = buttons.contains((element.getRootNode() as Document).activeElement);
    shownMode = mode;
    const held = [button(texts.handBack, 'hand-back'), button(texts.resolve, 'resolve')];
    buttons.replaceChildren(
      ...(mode === 'mine' ? held : mode === 'waiting' ? [button(texts.claim, 'claim', 'primary')] : []),
    );
    const box = mode === 'mine' ? createReplyBox(texts, deps.draft, deps.reply) : undefined;
    const hints = { waiting: texts.claimFirst, others: '', bot: '', nobody: texts.closed, mine: '' };
    foot.replaceChildren(box?.element ?? el('p', { class: 'quiet' }, hints[mode]));
    if (hadFocus) (box ?? title).focus();
  }

  return {
    element,
    update(read, board) {
      const { owner: who, agentId = '' } = read.conversation;
      title.textContent = titleOf(read, board, texts.customer);
      owner.textContent = texts.owners[who].replace('{agent}', agentName(agentId, board.me));
      facts.replaceChildren(factsView(read, board, deps));
      const isAtEnd = shownSeqs.length === 0 || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
      showActions(modeOf(read, board));
      showPacket(read, board);
      showEntries(read, board);
      if (isAtEnd) log.scrollTop = log.scrollHeight;
    },
    focus: () => title.focus({ preventScroll: true }),
  };
}

type Mode = 'mine' | 'waiting' | 'others' | 'bot' | 'nobody';

function modeOf({ conversation: { owner, agentId } }: ConsoleConversation, { me }: Board): Mode {
  if (owner === 'agent') return agentId === me.id ? 'mine' : 'others';
  return owner === 'queue' ? 'waiting' : owner;
}
