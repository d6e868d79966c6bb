import * as fs from 'node:fs/promises';
import { demoStateSchema, type DemoState } from '../../src/backoffice/demo/state.ts';
import { createFileLedger } from '../../src/backoffice/file-ledger.ts';
import type { Ledger } from '../../src/backoffice/ledger.ts';
import { callerOf, contextOf, demoWorld, grantOf } from './backoffice-world.ts';

// Tops up once, and is killed by itself after the change is saved and before it is answered.
const [path = ''] = process.argv.slice(2);
const kept = createFileLedger({ fs, path, schema: demoStateSchema });
const deadly: Ledger<DemoState> = {
  load: () => kept.load(),
  async save(state) {
    await kept.save(state);
    if (Object.keys(state.kept).length > 0) process.kill(process.pid, 'SIGKILL');
  },
};
const { demo, now } = await demoWorld({ ledger: deadly });
const context = contextOf(grantOf('verified', 1001), 'the-one-key');
await callerOf(demo, now).call('topup.create', { lineId: 'L-1001', optionId: 'topup-3gb' }, context);
process.stdout.write('answered\n');
