// The servers that the programs and the tests need, installed by Debian's apt-get where that is possible.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { onPath, run } from './set-up.mjs';

const NATS_BY_HAND = {
  darwin: 'install it with: brew install nats-server',
  win32: 'install it with: winget install NATSAuthors.NATSServer (or: choco install nats-server)',
  linux:
    'install your distribution’s nats-server package, or the binary from https://github.com/nats-io/nats-server/releases',
};

export async function ensureNatsServer() {
  if (onPath('nats-server')) return;
  await aptInstall(
    'nats-server',
    'nats-server',
    NATS_BY_HAND[process.platform] ?? NATS_BY_HAND.linux,
  );
}

/** For the tests, which start a private cluster of their own. */
export async function ensurePostgres() {
  const debian = '/usr/lib/postgresql';
  const installed =
    existsSync(debian) && readdirSync(debian).some((v) => existsSync(`${debian}/${v}/bin/initdb`));
  if (installed || onPath('initdb')) return;
  await aptInstall(
    'postgresql',
    'PostgreSQL (initdb and postgres)',
    'install PostgreSQL 15 or later and put its bin folder on the PATH',
  );
}

/** For the tests, which look at the dashboard as a person would. */
export async function ensureChromium() {
  if (existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) return;
  await aptInstall('chromium', 'Chromium', 'install it and name its path in the variable CHROMIUM');
}

async function aptInstall(packageName, what, byHand) {
  const prefix = rootPrefix();
  if (!onPath('apt-get') || prefix === undefined) {
    console.error(`${what} is not on this machine: ${byHand}, then run this again.`);
    process.exit(1);
  }
  console.log(`Installing ${packageName} with apt-get …`);
  const [command, ...args] = [...prefix, 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(command, [...args, 'update'], { env });
  await run(command, [...args, 'install', '-y', '--no-install-recommends', packageName], { env });
}

/** How to run a command as root: directly, by sudo without a password, or not at all. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return ['sudo', '-n'];
  } catch {
    return undefined;
  }
}
