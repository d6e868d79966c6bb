// `npm run bench` prints speed and memory; `npm run --silent bench:adapter` speaks the black-box protocol on stdin and stdout.
import { build } from './build.mjs';

await build();
await import(process.argv[2] === 'adapter' ? '../dist/adapter.js' : '../dist/bench.js');
