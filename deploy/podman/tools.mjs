import { onPath, run as runQuietly } from '../../scripts/set-up/set-up.mjs';

const PACKAGES = {
  podman: 'podman',
  runc: 'runc',
  debootstrap: 'debootstrap',
  'docker-compose': 'docker-compose',
};

/** Packages that podman needs beside it, which no command shows. */
const BESIDE = ['netavark', 'aardvark-dns', 'catatonit', 'iptables'];

/** Installs what is not there with Debian's apt-get; says what to do where that is not possible. */
export async function ensureTools() {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    throw new Error('This needs Linux and root: it makes root file systems and real containers');
  }
  const missing = Object.entries(PACKAGES).filter(([program]) => !onPath(program));
  if (missing.length === 0) return;
  const names = [...missing.map(([, name]) => name), ...BESIDE];
  if (!onPath('apt-get')) throw new Error(`Install these and run this again: ${names.join(', ')}`);
  console.log(`Installing ${names.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env });
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env });
}
