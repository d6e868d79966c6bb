// `npm start`: installs and builds what is missing, then runs the service in this process.
import { build } from './build.mjs';

await build();
process.argv.splice(2, process.argv.length, 'serve');
await import('../dist/cli.js');
