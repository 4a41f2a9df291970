import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What nobody needs who only runs a service, and what somebody would use who broke in. */
const TOOLS = new Set(
  'sh bash dash apt apt-get dpkg npm npx pnpm corepack yarn gcc g++ cc c++ make python3 perl curl wget git'.split(
    ' ',
  ),
);

/** Small enough to be pulled in seconds; Node and its base are 133 MB of each. */
const MOST_MB = 260;

/** Facts about one image: [what, as expected, what was found]. */
export function checkImage(podman, image, secrets) {
  const { Size, Config } = JSON.parse(podman.run('image', 'inspect', image))[0];
  const mb = Math.round(Size / 1e6);
  const folder = podman.run('image', 'mount', image).trim();
  const { tools, secretFiles } = search(folder, secrets);
  podman.run('image', 'unmount', image);
  const history = podman.run('history', '--no-trunc', '--format', '{{.CreatedBy}}', image);
  const leaking = secrets.filter(
    (secret) => history.includes(secret) || JSON.stringify(Config).includes(secret),
  );
  // NATS stands on the public image, which is Alpine's and has a shell.
  const isOurs = !image.includes('/nats:');
  return [
    ['size', mb <= MOST_MB, `${mb} MB`],
    ['user', Config.User === '65532:65532', Config.User],
    ...(isOurs
      ? [['no shell, package manager, compiler', tools.length === 0, tools.join(' ') || 'none']]
      : []),
    [
      'no secret',
      secretFiles.length + leaking.length === 0,
      [...secretFiles, ...leaking].join(' ') || 'none',
    ],
  ];
}

function search(folder, secrets) {
  const tools = [];
  const secretFiles = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    if (TOOLS.has(entry.name) && /\/s?bin$/.test(entry.parentPath))
      tools.push(path.slice(folder.length));
    if (/^\.(env|npmrc)$/.test(entry.name)) secretFiles.push(path.slice(folder.length));
    if (!entry.isFile() || !/\.(m?js|json|conf|ya?ml)$/.test(entry.name)) continue;
    const text = readFileSync(path, 'utf8');
    if (secrets.some((secret) => text.includes(secret)))
      secretFiles.push(path.slice(folder.length));
  }
  return { tools, secretFiles };
}
