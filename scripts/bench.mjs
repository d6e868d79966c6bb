// `npm run bench` prints speed and memory, with `-- --beside-nlpjs` beside the times of nlp.js, which it installs;
// `bench:adapter` (with --silent) speaks the black-box protocol on stdin and stdout; `bench:peers` measures beside other
// packages, which it installs; `bench:growth` measures up to 100 000 entries.
import { build } from './build.mjs';
import { installPeers } from './install.mjs';

const programs = { adapter: 'adapter', peers: 'compare', growth: 'growth' };
const [, , name, ...rest] = process.argv;
const program = Object.hasOwn(programs, name ?? '') ? programs[name] : undefined;

await build();
if (program === 'compare' || process.argv.includes('--beside-nlpjs')) installPeers();
if (program !== undefined) process.argv.splice(2, process.argv.length, ...rest);
await import(`../dist/${program ?? 'bench'}.js`);
