import { readConfig } from '../config.ts';
import { createLogger, startService } from '../main.ts';
import { fail } from './fail.ts';
import { showMail } from './show-mail.ts';
import { print, showProgress } from './terminal.ts';

/** Runs the service until it is told to stop. */
export async function serve(): Promise<void> {
  const config = readConfig();
  const service = await startService(config, createLogger(config.LOG_LEVEL), showProgress, showMail);
  if (service.firstLogin !== undefined) {
    const { id, password } = service.firstLogin;
    print(
      `\n  Agent console  ${service.url}/console\n  Log in as      ${id}\n  Password       ${password}   (shown only this once)\n`,
    );
  }
  print(`  Demo page      ${service.url}/\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      service.stop().then(() => process.exit(0), fail);
    });
  }
}
