// Builds the service, the command line and the pages into dist/, if a source is newer than the last build.
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, newest, projectDir } from './install.mjs';

const dist = join(projectDir, 'dist');
const stamp = join(dist, '.built');

/** Packages that are no ES modules ask for others by `require`, which modules have not. */
const requireForPackages =
  "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);";

/** Builds what is out of date. */
export async function build() {
  installPackages();
  const sources = ['src', 'bench', 'scripts', 'package-lock.json'].map((name) => join(projectDir, name));
  if (existsSync(stamp) && newest(stamp) >= newest(...sources)) return;
  const esbuild = await import('esbuild');
  await mkdir(join(dist, 'web'), { recursive: true });
  const common = { bundle: true, logLevel: 'warning', sourcemap: true, absWorkingDir: projectDir };
  await esbuild.build({
    ...common,
    entryPoints: {
      cli: 'src/cli.ts',
      'train-worker': 'src/service/train-worker.ts',
      'new-version': 'src/service/new-version.ts',
      adapter: 'bench/adapter.ts',
      bench: 'bench/bench.ts',
      compare: 'bench/compare.ts',
      'compare-child': 'bench/compare-child.ts',
      growth: 'bench/growth.ts',
    },
    outdir: dist,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Packages are built in: to find and read their many hundred files takes longer than to run them.
    external: ['@huggingface/transformers', 'esbuild'],
    banner: { js: requireForPackages },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
  await esbuild.build({
    ...common,
    entryPoints: {
      widget: 'src/web/widget/widget.ts',
      console: 'src/web/console/console.ts',
      demo: 'src/web/demo/demo.ts',
    },
    outdir: join(dist, 'web'),
    format: 'iife',
    target: ['es2021', 'safari15'],
    minify: true,
    loader: { '.css': 'text', '.svg': 'text' },
  });
  await cp(join(projectDir, 'src', 'web', 'pages'), join(dist, 'web'), { recursive: true });
  await writeFile(stamp, '');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
