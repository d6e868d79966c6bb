// Writes docs/backoffice.openapi.yaml from the schemas of the operations.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { stringify } from 'yaml';
import { projectDir } from './install.mjs';

// Inside the project, so that the bundle finds its packages.
const folder = await mkdtemp(join(projectDir, 'node_modules', '.openapi-'));
try {
  const bundle = join(folder, 'openapi.mjs');
  const entry = join(projectDir, 'src/backoffice/http/openapi.ts');
  await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const { openApiDocument } = await import(pathToFileURL(bundle).href);
  const text = `# Made by scripts/openapi.mjs from src/backoffice/operations. Do not edit.\n${stringify(openApiDocument(), { aliasDuplicateObjects: false })}`;
  await writeFile(join(projectDir, 'docs/backoffice.openapi.yaml'), text);
} finally {
  await rm(folder, { recursive: true, force: true });
}
