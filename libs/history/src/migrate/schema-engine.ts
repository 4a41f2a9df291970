import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type { MigrationList };

let loaded: Promise<void> | undefined;

/**
 * Gives the work Prisma's own schema engine, as WebAssembly through the driver adapter: no binary to
 * download, and the same on a bare machine and in an image (docs/adr/0002-migrations-in-process.md).
 *
 * The work is one transaction on each connection that the engine opens: a process that is killed while it
 * migrates leaves no half-made tables that would lock everybody out.
 */
export async function withSchemaEngine<Result>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loaded ??= load();
  await loaded;
  const connections: SqlDriverAdapter[] = [];
  const tracked: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => {
      const connection = await adapter.connect();
      connections.push(connection);
      await connection.executeScript('BEGIN');
      return connection;
    },
    connectToShadowDb: () => adapter.connectToShadowDb(),
  };
  let engine: SchemaEngine | undefined;
  try {
    engine = await bindings.SchemaEngine.new(
      { datamodels: undefined },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(tracked),
    );
    const result = await work(engine);
    for (const connection of connections) await connection.executeScript('COMMIT');
    return result;
  } finally {
    engine?.free();
    // The engine leaves its connections open, and with them SQLite's lock. What was not committed is undone.
    for (const connection of connections) await connection.dispose();
  }
}

/** The package expects a bundler to bring its .wasm file; Node reads it. */
async function load(): Promise<void> {
  const path = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const bytes = await readFile(join(dirname(path), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') Reflect.apply(start, undefined, []);
}
