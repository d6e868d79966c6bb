import { ApiError, createConsoleApi, type Me } from './api.ts';
import { barView } from './bar-view.ts';
import { logInView } from './log-in-view.ts';
import { createNotifier } from './notify.ts';
import type { Draft } from './reply-box.ts';
import { consoleLanguage, consoleTexts, type ConsoleLanguage } from './texts.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** The agents' page: log-in, then lists and conversations. */
function start(root: HTMLElement): void {
  const api = createConsoleApi((input, init) => fetch(input, init));
  const notifier = createNotifier('Simpatico');
  const drafts = new Map<string, Draft>();
  let language = consoleLanguage(savedLanguage() ?? navigator.language);
  let me: Me | undefined;
  let workspace: Workspace | undefined;
  let hasOutbox = false;

  function render(): void {
    const texts = consoleTexts[language];
    workspace?.stop();
    workspace = undefined;
    document.documentElement.lang = language;
    const bar = barView({
      texts,
      language,
      name: me?.name,
      canNotify: notifier.canAsk(),
      hasOutbox: me !== undefined && hasOutbox,
      onNotify: () => void notifier.ask().then(render),
      onLanguage: changeLanguage,
      onLogOut: () => void api.logOut().then(forget, forget),
    });
    if (me === undefined) {
      notifier.count(0);
      root.replaceChildren(bar, logInView(texts, logIn));
      root.querySelector('input')?.focus();
      return;
    }
    workspace = createWorkspace({ api, me, texts, language, notifier, drafts, now: Date.now, onLoggedOut: forget });
    root.replaceChildren(bar, workspace.element);
  }

  async function logIn(id: string, password: string): Promise<void> {
    try {
      me = await api.logIn(id, password);
      await lookForOutbox();
    } catch (error) {
      throw error instanceof ApiError ? error : new Error(consoleTexts[language].noConnection, { cause: error });
    }
    render();
  }

  /** Without an answer there is no link: everything else of the console works all the same. */
  async function lookForOutbox(): Promise<void> {
    hasOutbox = await api.mails().then(
      ({ isDemo }) => isDemo,
      () => false,
    );
  }

  function forget(): void {
    me = undefined;
    render();
  }

  function changeLanguage(next: ConsoleLanguage): void {
    language = next;
    saveLanguage(next);
    render();
    root.querySelector('select')?.focus();
  }

  api.me().then(
    async (found) => {
      await lookForOutbox();
      me = found;
      render();
    },
    () => render(),
  );
}

const languageKey = 'simpatico:console:language';

function savedLanguage(): string | null {
  try {
    return localStorage.getItem(languageKey);
  } catch {
    return null;
  }
}

function saveLanguage(language: string): void {
  try {
    localStorage.setItem(languageKey, language);
  } catch {
    // Then it holds until the page is closed.
  }
}

const root = document.getElementById('console');
if (root !== null) start(root);
