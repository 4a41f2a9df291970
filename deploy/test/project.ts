import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The services that are configured by the environment: each app with a `config.ts`. */
export const services = readdirSync(join(root, 'apps')).filter((app) =>
  existsSync(join(root, 'apps', app, 'src/config.ts')),
);

const configModule = z.record(z.string(), z.unknown());

/** The variables that a service reads, as its `config.ts` exports them. */
export async function schemaOf(service: string): Promise<z.ZodObject> {
  const path = join(root, 'apps', service, 'src/config.ts');
  const exported = configModule.parse({ ...(await import(pathToFileURL(path).href)) });
  const schema = Object.values(exported).find((one) => one instanceof z.ZodObject);
  if (!schema) throw new Error(`${path} exports no schema`);
  return schema;
}

export const variablesOf = async (service: string) => Object.keys((await schemaOf(service)).shape);

/** The names of a shell-like file's variables: `NAME=…` at the start of a line. */
export const assigned = (text: string) =>
  [...text.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);
