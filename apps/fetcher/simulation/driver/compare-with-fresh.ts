import { openSqliteDatabase } from '@fullcarry/history/database/sqlite/sqlite-database';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { copyFileSync, rmSync } from 'node:fs';
import type { BoardSeries } from '#fetcher/plan/series-board';
import type { Prover } from '#fetcher/announce/prover';
import type { World } from '../world.js';
import type { Playground } from './playground.js';
import type { Finding } from './referee.js';
import { SimulatedFetcher } from './simulated-fetcher.js';

/** Whoever fetches everything now, and never saw what happened, must come to the same certificates. */
export async function compareWithFresh(
  world: World,
  board: readonly BoardSeries[],
  prover: Prover,
  { template, folder }: Playground,
  logger: Logger,
): Promise<Finding[]> {
  const path = `${folder}/fresh-${world.timeLine.seed}-${process.pid}.db`;
  copyFileSync(template, path);
  const database = await openSqliteDatabase(path);
  try {
    // Each pass is an hour later for the machine, so that holes are seen twice at once.
    let localMs = world.clock.nowMs;
    const fresh = new SimulatedFetcher(world, database, () => (localMs += 1), logger, {
      confirmMs: 0,
    });
    const result = await fresh.pass();
    const known = new Map(
      result.board.map((one) => [
        one.series.market.symbol + one.series.key.kind,
        fresh.prover.certificate(one),
      ]),
    );
    return board.flatMap((one) => {
      const name = one.series.market.symbol + one.series.key.kind;
      const [old, anew] = [prover.certificate(one), known.get(name)];
      if (!old || !anew) return [];
      if (old.window.fromMs !== anew.window.fromMs || old.window.toMs !== anew.window.toMs)
        return [];
      return old.sha256 === anew.sha256
        ? []
        : [`${name}: ${JSON.stringify(old)}, but whoever fetches anew has ${JSON.stringify(anew)}`];
    });
  } finally {
    await database.close();
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  }
}
