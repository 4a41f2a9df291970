/**
 * The packages of a pnpm lock file (version 9) as a CycloneDX 1.6 document. `licenceOf(name, version)`: what the package says
 * of itself, if it is known here. The same lock file gives the same document: it holds no time and no number drawn.
 */
export function bom({ name, version, license }, lock, licenceOf) {
  const root = purl(name, version);
  const { snapshots, packages, importers } = lock;
  const runs = reached(importers, ['dependencies', 'optionalDependencies'], snapshots);
  const components = Object.entries(packages).map(([key, { resolution }]) => {
    const one = nameAndVersion(key);
    const licence = licenceOf(one.name, one.version);
    return {
      type: 'library',
      'bom-ref': purl(one.name, one.version),
      ...split(one.name),
      version: one.version,
      // What only builds and tests is no part of what runs.
      scope: runs.has(key) ? 'required' : 'excluded',
      ...(resolution?.integrity ? { hashes: [hash(resolution.integrity)] } : {}),
      ...(licence
        ? {
            licenses: [
              / (OR|AND) /.test(licence) ? { expression: licence } : { license: { name: licence } },
            ],
          }
        : {}),
      purl: purl(one.name, one.version),
    };
  });
  const dependencies = new Map();
  for (const [key, snapshot] of Object.entries(snapshots)) {
    const on = dependencies.get(refOf(key)) ?? new Set();
    for (const other of childrenOf(snapshot)) on.add(refOf(other));
    dependencies.set(refOf(key), on);
  }
  const direct = new Set();
  for (const importer of Object.values(importers)) {
    for (const key of directOf(importer, ['dependencies', 'devDependencies']))
      direct.add(refOf(key));
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', 'bom-ref': root, name, version, purl: root },
        licenses: [{ license: { id: license } }],
      },
    },
    components,
    dependencies: [
      { ref: root, dependsOn: [...direct].sort() },
      ...[...dependencies].map(([ref, on]) => ({ ref, dependsOn: [...on].sort() })),
    ],
  };
}

/** Every package that the importers' dependencies of these kinds lead to, by its key in `packages`. */
function reached(importers, kinds, snapshots) {
  const seen = new Set();
  const next = Object.values(importers).flatMap((importer) => directOf(importer, kinds));
  while (next.length > 0) {
    const key = next.pop();
    if (seen.has(key)) continue;
    seen.add(key);
    next.push(...childrenOf(snapshots[key] ?? {}));
  }
  return new Set([...seen].map(withoutPeers));
}

function directOf(importer, kinds) {
  return kinds
    .flatMap((kind) => Object.entries(importer[kind] ?? {}))
    .filter(([, { version }]) => !version.startsWith('link:'))
    .map(([name, { version }]) => keyOf(name, version));
}

function childrenOf({ dependencies = {}, optionalDependencies = {} }) {
  return Object.entries({ ...dependencies, ...optionalDependencies }).map(([name, version]) =>
    keyOf(name, version),
  );
}

/** A version that has a name before it is that of an alias. */
function keyOf(name, version) {
  return /^@?[a-z].*@\d/i.test(version.replace(/\(.*$/, '')) ? version : `${name}@${version}`;
}

/** `a@1.0.0(b@2.0.0)` is `a@1.0.0`, with whichever `b` beside it. */
function withoutPeers(key) {
  return key.replace(/\(.*$/, '');
}

function nameAndVersion(key) {
  const [, name, version] = /^(@?[^@]+)@([^(]+)/.exec(key);
  return { name, version };
}

function refOf(key) {
  const { name, version } = nameAndVersion(key);
  return purl(name, version);
}

function purl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function split(name) {
  const [group, rest] = name.split('/');
  return rest === undefined ? { name } : { group, name: rest };
}

function hash(integrity) {
  const [, algorithm, base64] = /^(sha\d+)-(.+)$/.exec(integrity);
  const alg = algorithm.replace('sha', 'SHA-');
  return { alg, content: Buffer.from(base64, 'base64').toString('hex') };
}
