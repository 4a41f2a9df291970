// Puts each app and the packages it runs on into a few files. Node reads some six hundred of them otherwise, which
// is two thirds of the CPU that starting a service takes (docs/adr/0053-apps-in-a-few-files.md).
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const APPS = ['backtester', 'cli', 'fetcher', 'gateway', 'orchestrator', 'replay-exchange'];

/**
 * Stay in node_modules: programs for the machine, WebAssembly and pages, which are files beside their code.
 * What is listed here and used by an app stands in the app's package.json.
 */
export const IN_NODE_MODULES = ['better-sqlite3', '@prisma/schema-engine-wasm', 'swagger-ui-dist'];

/** NestJS asks for these in a `try`: transports, validators and sockets that are not used, and not installed. */
const NOT_INSTALLED = [
  /^@grpc\//,
  /^@nestjs\/websockets/,
  /^(bufferutil|pg-native|protobufjs|utf-8-validate)(\/|$)/,
  /^(amqp-connection-manager|amqplib|class-transformer|class-validator|ioredis|kafkajs|mqtt)(\/|$)/,
];

/** Built files of the apps and libs that may end up in a bundle. */
export function bundleInputs(root) {
  return ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .map((name) => join(root, folder, name, 'dist'))
      .filter((dist) => !dist.includes('dashboard') && !dist.includes('testing'))
      .flatMap(built),
  );
}

function built(dist) {
  return readdirSync(dist, { recursive: true })
    .map(String)
    .filter(
      (name) => /(?<!\.(spec|fixture|d))\.js$/.test(name) && !/^(test|simulation)\//.test(name),
    )
    .map((name) => join(dist, name));
}

/** A thread starts from a file beside the one that starts it: in the bundle as well. */
const threads = {
  name: 'threads',
  transform(code, id) {
    for (const [, name] of code.matchAll(
      /new Worker\(new URL\('\.\/([\w-]+\.js)', import\.meta\.url\)/g,
    ))
      this.emitFile({ type: 'chunk', id: join(dirname(id), name), fileName: name });
  },
};

/** Writes `apps/<app>/bundle`: `main.js`, a file for each start of a thread, and what they share. */
export async function bundleApps(root) {
  const { rolldown } = await import('rolldown');
  for (const app of APPS) {
    const bundle = await rolldown({
      input: join(root, 'apps', app, 'dist/main.js'),
      platform: 'node',
      plugins: [threads],
      external: (id) =>
        IN_NODE_MODULES.some((name) => id === name || id.startsWith(`${name}/`)) ||
        NOT_INSTALLED.some((pattern) => pattern.test(id)),
      onLog(level, log) {
        if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      },
    });
    await bundle.write({
      dir: join(root, 'apps', app, 'bundle'),
      format: 'esm',
      cleanDir: true,
      chunkFileNames: '[name]-[hash].js',
    });
    await bundle.close();
  }
}
