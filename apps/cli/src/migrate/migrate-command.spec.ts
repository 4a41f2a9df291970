import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../run-cli.fixture.js';

describe.each(DATABASES)('migrate on %s', (kind) => {
  let empty: EmptyDatabase;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
  });
  afterEach(() => empty.remove());

  it('makes the tables of an empty database, and finds nothing to do the second time', async () => {
    const migrate = () => runCli(['migrate'], { environment: { DATABASE_URL: empty.url } });
    expect(await migrate()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('up to date'),
    });
    expect(await migrate()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('up to date'),
    });
    expect(await runCli(['status', '--database', empty.url])).toMatchObject({ code: 0 });
  });
});
