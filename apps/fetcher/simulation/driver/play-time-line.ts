import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import { openSqliteDatabase } from '@fullcarry/history/database/sqlite/sqlite-database';
import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { copyFileSync, rmSync } from 'node:fs';
import { momentsOf, type TimeLine } from '../time-line/time-line.js';
import { World } from '../world.js';
import type { DriverEvent } from '../time-line/world-event.js';
import { compareWithFresh } from './compare-with-fresh.js';
import type { Playground } from './playground.js';
import { Referee, type Finding } from './referee.js';
import { SimulatedFetcher } from './simulated-fetcher.js';
import { touchRows } from './touch-rows.js';

/** After the last event there is time for every row to be right. */
const PEACE_MS = 6 * DAY_MS;

/** Between events a pass is made this often; the real fetcher makes more of them, and sees no more. */
const CALM_PASSES_MS = 12 * HOUR_MS;

/**
 * A pass no sooner than this after the one before, and later each time that nothing happens between two of them: the
 * real fetcher tries every few seconds, and sees no more.
 */
const SOONEST_MS = 4 * MINUTE_MS;
const LATEST_MS = 64 * MINUTE_MS;

/** Tickers are heard so long before each hour. */
const BEFORE_THE_HOUR_MS = MINUTE_MS;

const FETCHERS = 2;

const logger = createLogger({ service: 'simulation', level: 'silent', format: 'json' });

const ENDED = 'It ended with an error: ';

/** Whether the playing itself ended with an error, which is a finding like any other. */
export function isError(finding: Finding): boolean {
  return finding.startsWith(ENDED);
}

/** Plays a time-line to the parts of real fetchers; returns the first things that are found wrong, none if all is well. */
export async function playTimeLine(timeLine: TimeLine, ground: Playground): Promise<Finding[]> {
  const path = `${ground.folder}/${timeLine.seed}-${process.pid}.db`;
  copyFileSync(ground.template, path);
  const database = await openSqliteDatabase(path);
  try {
    return await new Play(timeLine, database, ground).run();
  } catch (error) {
    return [`${ENDED}${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  } finally {
    await database.close();
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  }
}

class Play {
  private readonly world: World;
  private readonly referee: Referee;
  private readonly fetchers: SimulatedFetcher[];
  private readonly waiting: DriverEvent[];
  private readonly downUntilMs: number[] = Array.from({ length: FETCHERS }, () => -Infinity);
  private clockOffMs = 0;
  private passes = 0;

  constructor(
    private readonly timeLine: TimeLine,
    private readonly database: Database,
    private readonly ground: Playground,
  ) {
    this.world = new World(timeLine);
    this.referee = new Referee(this.world, database);
    this.fetchers = this.downUntilMs.map(() => this.startFetcher());
    this.waiting = this.world.driverEvents();
  }

  async run(): Promise<Finding[]> {
    const { startMs, endMs } = this.timeLine;
    const planned = [...calmPasses(startMs, endMs), ...eventPasses(this.timeLine)].sort(
      (a, b) => a - b,
    );
    let next = 0;
    let waitMs = SOONEST_MS;
    for (let atMs = startMs; atMs < endMs;) {
      await this.hearUntil(atMs);
      this.world.clock.advanceTo(atMs);
      const isPlanned = (planned[next] ?? Infinity) <= atMs;
      const { findings, againAtMs } = await this.passOnce({ isPlanned, isFinal: false });
      if (findings.length > 0) return findings;
      waitMs = Math.min(2 * waitMs, LATEST_MS);
      for (; (planned[next] ?? Infinity) <= atMs; next += 1) waitMs = SOONEST_MS;
      atMs = Math.min(planned[next] ?? endMs, Math.max(againAtMs, atMs + waitMs));
    }
    return this.endInPeace(endMs);
  }

  /** Between the passes the tickers are heard before every hour, as the real fetcher hears them every few minutes. */
  private async hearUntil(untilMs: number): Promise<void> {
    const { clock } = this.world;
    const firstMs =
      floorTo(clock.nowMs + BEFORE_THE_HOUR_MS, HOUR_MS) + HOUR_MS - BEFORE_THE_HOUR_MS;
    for (let atMs = firstMs; atMs < untilMs; atMs += HOUR_MS) {
      clock.advanceTo(atMs);
      const isUp = (i: number) => (this.downUntilMs[i] ?? 0) <= atMs;
      const up = this.fetchers.findIndex((_, i) => isUp(i));
      if (up >= 0) await this.fetcher(up).observe();
    }
  }

  /** Everything is read again, twice, on different days; then all must be right. */
  private async endInPeace(endMs: number): Promise<Finding[]> {
    this.clockOffMs = 0;
    for (let atMs = endMs; atMs < endMs + PEACE_MS; atMs += CALM_PASSES_MS) {
      this.world.clock.advanceTo(atMs);
      const { findings } = await this.passOnce({ isPlanned: true, isFinal: false });
      if (findings.length > 0) return findings;
      const days = (atMs - endMs) / DAY_MS;
      if (days === 0 || days === 3) await this.fetcher(0).scrub(7.5 * DAY_MS);
    }
    const { findings } = await this.passOnce({ isPlanned: true, isFinal: true });
    if (findings.length > 0) return findings;
    const { board } = await this.fetcher(0).pass();
    return compareWithFresh(this.world, board, this.fetcher(0).prover, this.ground, logger);
  }

  private async passOnce(about: {
    readonly isPlanned: boolean;
    readonly isFinal: boolean;
  }): Promise<{ findings: Finding[]; againAtMs: number }> {
    const nowMs = this.world.clock.nowMs;
    await this.perform(nowMs);
    this.passes += 1;
    const up = this.fetchers.map((_, i) => i).filter((i) => (this.downUntilMs[i] ?? 0) <= nowMs);
    const turn = up[this.passes % Math.max(1, up.length)];
    if (turn === undefined) return { findings: [], againAtMs: nowMs + MINUTE_MS };
    const fetcher = this.fetcher(about.isFinal ? 0 : turn);
    const { board, isDone, againAtMs } = await fetcher.pass();
    if (!isDone) return { findings: [], againAtMs: nowMs + 5 * MINUTE_MS };
    if (board.every((one) => fetcher.prover.certificate(one)?.missing === 0)) {
      await fetcher.scrub(0);
    }
    const findings: Finding[] = [];
    for (const one of board) {
      findings.push(...(await this.referee.check(one, fetcher.prover.certificate(one), about)));
    }
    return { findings: findings.slice(0, 5), againAtMs: againAtMs - this.clockOffMs };
  }

  private async perform(nowMs: number): Promise<void> {
    while ((this.waiting[0]?.atMs ?? Infinity) <= nowMs) {
      const event = this.waiting.shift();
      if (event) await this.performOne(event);
    }
    this.clockOffMs = this.clockSteps().reduce((sum, { byMs }) => sum + byMs, 0);
  }

  private async performOne(event: DriverEvent): Promise<void> {
    switch (event.kind) {
      case 'kill': {
        const i = event.fetcher % FETCHERS;
        this.downUntilMs[i] = event.atMs + event.downMs;
        this.fetchers[i] = this.startFetcher();
        return;
      }
      case 'rows-deleted':
      case 'rows-altered':
        await touchRows(this.database, this.world, event, (id, atMs) =>
          this.referee.noteTouched(id, atMs),
        );
        return;
      case 'clock-step':
      case 'sync-order':
        return;
    }
  }

  private clockSteps() {
    const nowMs = this.world.clock.nowMs;
    return this.timeLine.events
      .filter((event) => event.kind === 'clock-step')
      .filter(({ atMs, untilMs }) => atMs <= nowMs && nowMs < untilMs);
  }

  private startFetcher(): SimulatedFetcher {
    return new SimulatedFetcher(
      this.world,
      this.database,
      () => this.world.clock.nowMs + this.clockOffMs,
      logger,
    );
  }

  private fetcher(i: number): SimulatedFetcher {
    const found = this.fetchers[i];
    if (!found) throw new RangeError(`There is no fetcher ${i}`);
    return found;
  }
}

function calmPasses(startMs: number, endMs: number): number[] {
  const passes: number[] = [];
  const firstMs = floorTo(startMs, CALM_PASSES_MS) + CALM_PASSES_MS + 5_000;
  for (let atMs = firstMs; atMs < endMs; atMs += CALM_PASSES_MS) passes.push(atMs);
  return passes;
}

/** Shortly before and after whatever happens, and at the hours around it. */
function eventPasses(timeLine: TimeLine): number[] {
  return momentsOf(timeLine).flatMap((atMs) => {
    const hourMs = floorTo(atMs, HOUR_MS);
    return [atMs + 1_000, hourMs + HOUR_MS + 5_000, hourMs + HOUR_MS + 16 * MINUTE_MS];
  });
}
