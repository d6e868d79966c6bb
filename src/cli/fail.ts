import { AppError, messageOf } from '../errors.ts';

/** Ends the program with the message of what went wrong. */
export function fail(error: unknown): void {
  process.stderr.write(`${error instanceof AppError ? error.message : messageOf(error)}\n`);
  process.exit(1);
}
