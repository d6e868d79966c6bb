import type { ConsoleEvent } from '../../http/console-api.ts';
import { el } from '../shared/dom.ts';
import type { Action, ConsoleApi, Me } from './api.ts';
import { ApiError } from './api.ts';
import { createBanner } from './banner.ts';
import { attention, namesUnknown, withConversation, withEvent, withTickets, type Board } from './board.ts';
import { createConversationView, type ConversationView } from './conversation-view.ts';
import { incidentTexts } from './incident-texts.ts';
import { createIncidentsPanel, incidentsHash } from './incidents-panel.ts';
import { listView } from './list-view.ts';
import { againMs, createLive } from './live.ts';
import type { Notifier } from './notify.ts';
import type { Draft } from './reply-box.ts';
import type { ConsoleLanguage, ConsoleTexts } from './texts.ts';
import { createOutboxView, outboxHash, type OutboxView } from './outbox-view.ts';
import { createTimes } from './times.ts';

/** The lists and the conversation of an agent who is logged in. */
export interface Workspace {
  readonly element: HTMLElement;
  stop(): void;
}

export interface WorkspaceDeps {
  readonly api: ConsoleApi;
  readonly me: Me;
  readonly texts: ConsoleTexts;
  readonly language: ConsoleLanguage;
  readonly notifier: Notifier;
  /** Texts that agents have begun, by conversation; they outlive a change of language and a new log-in. */
  readonly drafts: Map<string, Draft>;
  readonly now: () => number;
  /** The session has ended. */
  readonly onLoggedOut: () => void;
}

/** Conversations whose last message is fetched for the list; the others get theirs when something happens in them. */
const mostPreviews = 30;
const clockMs = 30_000;

export function createWorkspace(deps: WorkspaceDeps): Workspace {
  const { api, me, texts, language, notifier, now } = deps;
  const views = { texts, language, times: createTimes(language), now };
  const banner = createBanner(texts);
  const list = el('nav', { class: 'lists', 'aria-label': texts.waiting });
  const place = el('div', { class: 'place' }, el('p', { class: 'quiet choose' }, texts.choose));
  const main = el('main', { class: 'workspace' }, list, place);
  const element = el('div', { class: 'page' }, banner.element, main);
  let board: Board = { me, tickets: [], last: {}, titles: {} };
  const incidents = createIncidentsPanel({
    ...views,
    calls: api.incidents,
    texts: incidentTexts[language],
    report: (error) => report(error),
    onLoaded: () => render(),
  });
  let outbox: OutboxView | undefined;
  let shown: { readonly key: string; readonly view: ConversationView } | undefined;

  function render(): void {
    const focused = document.activeElement instanceof HTMLAnchorElement ? document.activeElement.hash : '';
    const hadFocus = list.contains(document.activeElement);
    list.replaceChildren(incidents.link(), ...listView(board, selected(), views));
    if (hadFocus) [...list.querySelectorAll('a')].find(({ hash }) => hash === focused)?.focus();
    if (shown !== undefined && board.current?.key === shown.key) shown.view.update(board.current, board);
    const isOnList = selected() === undefined && location.hash !== incidentsHash && outbox === undefined;
    main.dataset.screen = isOnList ? 'list' : 'conversation';
    notifier.count(attention(board) + incidents.waiting());
  }

  /** Shows what went wrong; an ended session leads back to the log-in. */
  function report(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) deps.onLoggedOut();
    else banner.show(error);
  }

  async function loadTickets(): Promise<void> {
    board = withTickets(board, await api.tickets());
    render();
    const missing = board.tickets.filter(({ key }) => board.last[key] === undefined).slice(0, mostPreviews);
    for (const { key } of missing) await look(key);
  }

  /** Learns what the list tells of a conversation. */
  async function look(key: string): Promise<void> {
    board = withConversation(board, await api.conversation(key, language), false);
    render();
  }

  async function loadCurrent(): Promise<void> {
    const key = selected();
    if (key === undefined) return;
    const read = await api.conversation(key, language);
    // Somebody may have gone on to another conversation meanwhile.
    const isCurrent = key === selected();
    board = withConversation(board, read, isCurrent);
    if (isCurrent && shown?.key !== key) open(key);
    render();
  }

  function open(key: string): void {
    const draft = deps.drafts.get(key) ?? { text: '' };
    deps.drafts.set(key, draft);
    const view = createConversationView({
      ...views,
      draft,
      act: (action) => act(key, action),
      reply: (text, id) => reply(key, text, id),
    });
    shown = { key, view };
    place.replaceChildren(view.element);
    if (board.current !== undefined) view.update(board.current, board);
    view.focus();
  }

  async function act(key: string, action: Action): Promise<void> {
    try {
      banner.hide();
      await api.act(key, action);
    } catch (error) {
      report(error);
    }
    await loadCurrent().catch(report);
  }

  async function reply(key: string, text: string, id: string): Promise<void> {
    try {
      banner.hide();
      await api.reply(key, text, id);
    } catch (error) {
      report(error);
      if (error instanceof ApiError) void loadCurrent().catch(() => undefined);
      throw error;
    }
    void loadCurrent().catch(report);
  }

  function onEvent(event: ConsoleEvent): void {
    const unknown = namesUnknown(board, event);
    const before = attention(board);
    board = withEvent(board, event);
    render();
    if (attention(board) > before) notifier.tell(event.tickets.length > 0 ? texts.newRequest : texts.newMessage);
    // Its words are not part of what is told of a packet.
    const bringsPacket = event.key === selected() && event.tickets.some(({ packet }) => packet !== undefined);
    if (unknown || bringsPacket) (event.key === selected() ? loadCurrent() : look(event.key)).catch(report);
  }

  async function openOutbox(): Promise<void> {
    outbox ??= createOutboxView(views);
    shown = undefined;
    board = { ...board, current: undefined };
    place.replaceChildren(outbox.element);
    outbox.focus();
    render();
    outbox.show((await api.mails()).mails);
  }

  function showIncidents(): void {
    shown = undefined;
    board = { ...board, current: undefined };
    place.replaceChildren(incidents.element);
    render();
    incidents.focus();
  }

  function onHash(): void {
    if (location.hash === outboxHash) {
      openOutbox().catch(report);
      return;
    }
    outbox = undefined;
    if (location.hash === incidentsHash) return showIncidents();
    const key = selected();
    if (key === undefined) {
      shown = undefined;
      board = { ...board, current: undefined };
      place.replaceChildren(el('p', { class: 'quiet choose' }, texts.choose));
      render();
      return;
    }
    banner.hide();
    render();
    loadCurrent().catch(report);
  }

  let again: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const reload = (): void => {
    clearTimeout(again);
    void Promise.all([
      loadTickets(),
      loadCurrent(),
      incidents.load(),
      outbox === undefined ? undefined : openOutbox(),
    ]).then(() => banner.hide(), onUnread);
  };
  /** A service that was not reached is asked again: nobody would tell what was missed. */
  function onUnread(error: unknown): void {
    report(error);
    if (!isStopped && !(error instanceof ApiError)) again = setTimeout(reload, againMs);
  }
  const onVisible = (): void => void (document.hidden || reload());
  const live = createLive({
    onEvent,
    onIncidents: () => void incidents.load().catch(report),
    onMail: (mail) => outbox?.add(mail),
    onGap: reload,
    onLost: () => void api.me().catch(report),
  });
  const clock = setInterval(render, clockMs);
  window.addEventListener('hashchange', onHash);
  document.addEventListener('visibilitychange', onVisible);
  if (location.hash === incidentsHash) showIncidents();
  else render();
  reload();
  if (location.hash === outboxHash) onHash();

  return {
    element,
    stop() {
      isStopped = true;
      clearTimeout(again);
      live.stop();
      clearInterval(clock);
      window.removeEventListener('hashchange', onHash);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}

/** Key of the conversation that the address names. */
function selected(): string | undefined {
  const text = decodeURIComponent(location.hash.slice(1));
  return text.includes(':') ? text : undefined;
}
