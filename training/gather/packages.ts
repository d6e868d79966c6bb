import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A package that text is taken from. */
export interface TextPackage {
  readonly registry: 'debian' | 'npm';
  readonly name: string;
}

/** An unpacked package. */
export interface UnpackedPackage {
  readonly folder: string;
  readonly version: string;
}

/**
 * Downloads a package into `<work>/packages` and unpacks it below `<work>/unpacked`, unless that was done before. Returns
 * undefined when it cannot be had. Debian packages need a machine with apt and dpkg.
 */
export function unpack(work: string, { registry, name }: TextPackage): UnpackedPackage | undefined {
  const packages = join(work, 'packages');
  const folder = join(work, 'unpacked', name);
  mkdirSync(packages, { recursive: true });
  try {
    const file = find(packages, registry, name) ?? download(packages, registry, name);
    if (file === undefined) return undefined;
    if (!existsSync(folder)) extract(join(packages, file), registry, folder);
    return { folder, version: versionOf(join(packages, file), registry, folder) };
  } catch {
    return undefined;
  }
}

function find(packages: string, registry: TextPackage['registry'], name: string): string | undefined {
  const begins = registry === 'debian' ? `${name}_` : `${name}-`;
  return readdirSync(packages).find(
    (file) =>
      file.startsWith(begins) && (registry === 'debian' ? file.endsWith('.deb') : /-\d[\w.-]*\.tgz$/.test(file)),
  );
}

function download(packages: string, registry: TextPackage['registry'], name: string): string | undefined {
  const options = { cwd: packages, stdio: 'ignore' } as const;
  if (registry === 'debian') execFileSync('apt-get', ['download', '-q', name], options);
  else execFileSync('npm', ['pack', '--silent', name], options);
  return find(packages, registry, name);
}

/** Unpacks beside the folder first, so that a folder that is there is whole. */
function extract(file: string, registry: TextPackage['registry'], folder: string): void {
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  if (registry === 'debian') execFileSync('dpkg-deb', ['-x', file, half]);
  else execFileSync('tar', ['-xzf', file, '-C', half]);
  renameSync(half, folder);
}

function versionOf(file: string, registry: TextPackage['registry'], folder: string): string {
  if (registry === 'debian') return execFileSync('dpkg-deb', ['-f', file, 'Version'], { encoding: 'utf8' }).trim();
  const manifest = JSON.parse(readFileSync(join(folder, 'package', 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
