/** Times in words, in one language. */
export interface Times {
  /** `14:05`, with the date when it is another day. */
  clock(at: number, now: number): string;
  /** `in 12 min`, `5 min ago`. */
  relative(at: number, now: number): string;
}

export function createTimes(language: string): Times {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const today = new Intl.DateTimeFormat(language, time);
  const otherDay = new Intl.DateTimeFormat(language, { ...time, day: 'numeric', month: 'short' });
  return {
    clock: (at, now) => (new Date(at).toDateString() === new Date(now).toDateString() ? today : otherDay).format(at),
    relative(at, now) {
      const minutes = Math.round((at - now) / 60_000);
      if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
      const hours = Math.round(minutes / 60);
      return Math.abs(hours) < 48 ? words.format(hours, 'hour') : words.format(Math.round(hours / 24), 'day');
    },
  };
}

/** The name of a language in another language: `español`, `Spanish`. The tag itself when it has none. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
