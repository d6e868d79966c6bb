/** Facts of a log line. Text from customers is only ever logged at `debug`. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** Structured logging, facts first. `main.ts` gives a pino logger, tests give `silentLogger`. */
export interface Logger {
  debug(facts: LogFacts, message: string): void;
  info(facts: LogFacts, message: string): void;
  warn(facts: LogFacts, message: string): void;
  error(facts: LogFacts, message: string): void;
}

const nothing = () => undefined;

/** Logs nothing. */
export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};
