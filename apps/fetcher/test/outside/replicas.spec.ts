import { DATABASES } from '@fullcarry/testing/each-database';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStages, Stage, traces, undisturbed } from './stage.js';

/**
 * On a busy machine an answer may take longer than the usual second of these tests; a page asked for again for
 * that reason is no page that two fetchers shared.
 */
const PATIENT = { REQUEST_TIMEOUT_MS: '30000' };

describe.each(DATABASES)('two fetchers on one %s database', (database) => {
  afterEach(closeStages);

  it('share the work and come to the same certificate as one', async () => {
    const options = { database, fetcher: PATIENT };
    const alone = await undisturbed(options);
    const stage = await Stage.open(options);
    const fetchers = [stage.startFetcher(), stage.startFetcher()];
    await Promise.all(fetchers.map((one) => one.says('The history is proven')));
    expect((await stage.ready()).datasetSha256).toBe(alone);

    const { requests } = await stage.exchange.requests();
    const pages = requests
      .filter(({ path }) => /kline|funding/.test(path))
      .map(({ path, query }) => JSON.stringify([path, query]));
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((page, i) => pages.indexOf(page) !== i)).toEqual([]);
    expect((await stage.exchange.stats()).breaches).toBe(0);

    for (const fetcher of fetchers) {
      expect(await fetcher.stop()).toBe(0);
      expect(traces(fetcher)).toEqual([]);
      expect(fetcher.lines.filter((line) => /locked|busy/i.test(line))).toEqual([]);
    }
  });
});
