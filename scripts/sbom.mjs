// npm run sbom: what of others is in here, from the lock file and the packages that are installed, as CycloneDX on stdout or --out.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { askedOptions } from './set-up/asked-options.mjs';
import { bom } from './sbom/bom.mjs';
import { root } from './set-up/set-up.mjs';

const HELP = `npm run -s sbom -- [--out <file>]

What of others is in here, from the lock file and the packages that are installed, as CycloneDX.

  --out <file>   where it is written (default: stdout)`;

const { out } = askedOptions('npm run sbom', HELP, { out: { type: 'string' } });
const store = join(root, 'node_modules/.pnpm');
const installed = readdirSync(store);
const lock = parse(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'));
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const text = `${JSON.stringify(bom(about, lock, licenceOf), null, 1)}\n`;
if (out === undefined) process.stdout.write(text);
else writeFileSync(out, text);

/** As the package itself says; undefined for one that is not installed here, as those for other systems. */
function licenceOf(name, version) {
  const wanted = `${name.replaceAll('/', '+')}@${version}`;
  const folder = installed.find((one) => one === wanted || one.startsWith(`${wanted}_`));
  if (folder === undefined) return undefined;
  const file = join(store, folder, 'node_modules', name, 'package.json');
  const { license } = JSON.parse(readFileSync(file, 'utf8'));
  return typeof license === 'string' ? license : undefined;
}
