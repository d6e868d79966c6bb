import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { saveAgent } from '../../src/http/agents-file.ts';
import { silentLogger } from '../../src/log.ts';
import { startService, type Service } from '../../src/main.ts';
import { smallFolders } from './small-folders.ts';

/** The whole service in this process, over the small knowledge base, with the pages as they were built. */
export interface WebService {
  readonly url: string;
  readonly agent: { readonly id: string; readonly name: string; readonly password: string };
  stop(): Promise<void>;
  /** Starts again at the same address with the same data. */
  start(): Promise<void>;
}

/** Starts the service with its data in `dir` and one agent, Alba. */
export async function startWebService(dir: string): Promise<WebService> {
  const agent = { id: 'alba', name: 'Alba', password: 'alba sings at dawn' };
  await saveAgent(join(dir, 'agents.json'), agent);
  const settings = { ...smallFolders(dir), DATA_DIR: dir, HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
  let service: Service | undefined = await startService(readConfig({ ...settings, PORT: '0' }), silentLogger);
  const { url } = service;
  return {
    url,
    agent,
    async stop() {
      await service?.stop();
      service = undefined;
    },
    async start() {
      service ??= await startService(readConfig({ ...settings, PORT: new URL(url).port }), silentLogger);
    },
  };
}
