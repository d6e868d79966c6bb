import type { ConsoleEvent, ConsoleMail } from '../../http/console-api.ts';

/** What happens at the service, as it happens. */
export interface Live {
  stop(): void;
}

export interface LiveDeps {
  readonly onEvent: (event: ConsoleEvent) => void;
  /** Some incident has changed. */
  readonly onIncidents: () => void;
  readonly onMail: (mail: ConsoleMail) => void;
  /** Connected again after a gap: what happened meanwhile was missed. */
  readonly onGap: () => void;
  /** The service was there and does not let this agent in, or is not there; called at each failed attempt. */
  readonly onLost: () => void;
}

/** After so long what could not be reached is tried again. */
export const againMs = 3000;

/** Listens until stopped. */
export function createLive(deps: LiveDeps): Live {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hadGap = false;

  function connect(): void {
    source = new EventSource('/console/api/events');
    source.onopen = () => {
      if (hadGap) deps.onGap();
      hadGap = false;
    };
    source.onmessage = ({ data }: MessageEvent<string>) => deps.onEvent(JSON.parse(data) as ConsoleEvent);
    source.addEventListener('incidents', () => deps.onIncidents());
    source.addEventListener('mail', ({ data }: MessageEvent<string>) => deps.onMail(JSON.parse(data) as ConsoleMail));
    source.onerror = () => {
      hadGap = true;
      deps.onLost();
      // Browsers try again by themselves after a broken connection, but not after an error status.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, againMs);
    };
  }

  connect();
  return {
    stop() {
      clearTimeout(timer);
      source?.close();
    },
  };
}
