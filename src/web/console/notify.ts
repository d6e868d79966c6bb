/** Calls an agent's attention without a sound. */
export interface Notifier {
  /** Shows the number in the title of the page. */
  count(waiting: number): void;
  /** A system notification, if the agent allowed them and does not look at the page anyway. */
  tell(text: string): void;
  /** True while the agent can still be asked for permission. */
  canAsk(): boolean;
  ask(): Promise<void>;
}

export function createNotifier(title: string): Notifier {
  const possible = 'Notification' in window;
  return {
    count(waiting) {
      document.title = waiting > 0 ? `(${waiting}) ${title}` : title;
    },
    tell(text) {
      if (!possible || Notification.permission !== 'granted' || document.hasFocus()) return;
      try {
        const notification = new Notification(title, { body: text, tag: 'simpatico', silent: true });
        notification.onclick = () => window.focus();
      } catch {
        // Some phones know the permission but allow notifications to service workers only.
      }
    },
    canAsk: () => possible && Notification.permission === 'default',
    ask: async () => void (await Notification.requestPermission()),
  };
}
