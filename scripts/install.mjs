import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectDir = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packages of the lock file unless they are there already. */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 10)) {
    fail(`Simpatico needs Node 20.10 or newer; this is ${process.versions.node}.`);
  }
  installIn(projectDir, 'packages');
}

/** Installs the packages that the matcher is measured beside; nothing else needs them. */
export function installPeers() {
  installIn(join(projectDir, 'bench'), 'the peers');
}

function installIn(folder, what) {
  const mark = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error(`Installing ${what} (once) …`);
  try {
    execFileSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  } catch {
    fail('The packages could not be installed. Check the connection to the npm registry and try again.');
  }
}

/** Time of the newest file below some files and folders, installed packages left out; 0 when there is none. */
export function newest(...paths) {
  let time = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const status = statSync(path);
    if (!status.isDirectory()) time = Math.max(time, status.mtimeMs);
    else {
      for (const name of readdirSync(path))
        if (name !== 'node_modules') time = Math.max(time, newest(join(path, name)));
    }
  }
  return time;
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}
