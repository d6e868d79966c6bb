// Builds the service, the command line and the pages into dist/, if a source is newer than the last build.
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, newest, projectDir } from './install.mjs';

const dist = join(projectDir, 'dist');
const stamp = join(dist, '.built');

const optionalPackages = ['@huggingface/transformers'];
/** Some packages still ask for Node's own modules in the older way. */
const requireForPackages = [
  "import { createRequire as createRequireForPackages } from 'node:module';",
  'const require = createRequireForPackages(import.meta.url);',
].join(' ');

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
      'slice-worker': 'src/service/slice-worker.ts',
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
    // Packages are built in: one file is read at a start in place of some hundred. Those that may be missing are not.
    external: optionalPackages,
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
  await Promise.all([buildSuggestions('widget-suggest', false), buildSuggestions('widget-suggest-han', true)]);
  await cp(join(projectDir, 'src', 'web', 'pages'), join(dist, 'web'), { recursive: true });
  await writeFile(stamp, '');
}

/** Loaded by the widget when it is needed: as a module, since it is nobody else's; with or without the table of `chinese.ts`. */
async function buildSuggestions(name, hasHan) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    bundle: true,
    logLevel: 'warning',
    sourcemap: true,
    absWorkingDir: projectDir,
    entryPoints: { [name]: 'src/web/widget/suggest.ts' },
    outdir: join(projectDir, 'dist', 'web'),
    format: 'esm',
    target: ['es2021', 'safari15'],
    minify: true,
    loader: { '.css': 'text' },
    plugins: [leaveOut(hasHan ? /^stopwords-iso$/ : /^(?:stopwords-iso|opencc-js\/t2cn)$/)],
  });
}

/** Puts nothing in place of large tables that are not needed: words that a stemmer skips, and Chinese forms. */
function leaveOut(filter) {
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out' }));
      const contents = 'export const Converter = () => (text) => text;';
      onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents }));
    },
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
