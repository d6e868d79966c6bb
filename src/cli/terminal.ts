/** A bar on a terminal, nothing elsewhere. `done` is the share of the training that is done, 0 to 1. */
export function showProgress(done: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const full = Math.round(done * width);
  process.stderr.write(`\rtraining [${'='.repeat(full)}${' '.repeat(width - full)}] ${Math.round(done * 100)} %`);
  if (done >= 1) process.stderr.write('\n');
}

/** Prints a line, or several, on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
