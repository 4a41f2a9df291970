import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, schemaOf, services } from './project.js';

const run = promisify(execFile);
const help = async (service: string) =>
  (await run(process.execPath, [join(root, 'apps', service, 'bundle/main.js'), '--help'])).stdout;

describe('A service that is asked for help', () => {
  it.each(services)(
    '%s says what it is and names its variables, with defaults that can be written so',
    async (service) => {
      const said = await help(service);
      const variables = [...said.matchAll(/^ {2}([A-Z_]+) +(.*?)(?:; .*)?$/gm)];
      const schema = await schemaOf(service);
      expect(said).toMatch(new RegExp(`^${service}: .*\\.\n`));
      expect(variables.map(([, name]) => name)).toEqual(Object.keys(schema.shape));
      const written = variables.flatMap(([, name, text]) => (text === '–' ? [] : [[name, text]]));
      expect(schema.parse(Object.fromEntries(written))).toEqual(schema.parse({}));
    },
  );

  it('refuses what it does not know with 2', async () => {
    const main = join(root, 'apps/fetcher/bundle/main.js');
    await expect(run(process.execPath, [main, '--exchange', 'okx'])).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'unknown argument --exchange okx: the fetcher is set by its environment alone; --help lists the variables\n',
    });
  });
});
