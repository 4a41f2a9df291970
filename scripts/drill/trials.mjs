import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../set-up/set-up.mjs';
import { HOUR_MS } from './stack.mjs';

const Sqlite = createRequire(join(root, 'libs/history/package.json'))('better-sqlite3');

/** It asks for two minutes of silence each time; that the adapter keeps them, its own specs show. */
const TOO_SLOW = 'http-418-bare';

/**
 * What can be done to the stack. `run` returns what happened, in a few words; it leaves nothing broken behind
 * but services that have ended, which are started again.
 */
export const TRIALS = [
  {
    name: 'response-faults',
    done: 'one answer in five is wrong, of every kind, for a while',
    expected: 'asked again; nothing wrong is stored',
    run: async (stack, random) => {
      const { kinds } = await stack.control('GET', '/faults');
      const chosen = kinds.map(({ kind }) => kind).filter((kind) => kind !== TOO_SLOW);
      await stack.control('PUT', `/faults?seed=${random.whole()}`, [{ kind: chosen, rate: 0.2 }]);
      await stack.sync();
      await sleep(random.between(2_000, 5_000));
      const { faultsInjected } = await stack.control('GET', '/stats');
      await stack.control('PUT', '/faults', []);
      const counts = Object.values(faultsInjected);
      return `${counts.reduce((sum, n) => sum + n, 0)} faults of ${counts.length} kinds`;
    },
  },
  {
    name: 'kill-fetcher',
    done: 'kill -9 of a fetcher',
    expected: 'the other goes on; a restart plans from the coverage',
    run: (stack, random) => killed(stack, random.pick(stack.of('fetcher')), random),
  },
  {
    name: 'kill-both-fetchers',
    done: 'kill -9 of all fetchers',
    expected: 'a restart plans from the coverage',
    run: async (stack, random) => {
      const all = stack.of('fetcher');
      void stack.sync();
      await sleep(random.between(0, 1_500));
      await Promise.all(all.map((one) => one.end()));
      await sleep(random.between(0, 2_000));
      return 'all ended';
    },
  },
  {
    name: 'kill-orchestrator',
    done: 'kill -9 of the orchestrator',
    expected: 'the history does not notice',
    needs: 'orchestrator',
    run: (stack, random) => killed(stack, stack.of('orchestrator')[0], random),
  },
  {
    name: 'kill-gateway',
    done: 'kill -9 of the gateway',
    expected: 'the history does not notice',
    needs: 'gateway',
    run: (stack, random) => killed(stack, stack.of('gateway')[0], random),
  },
  {
    name: 'kill-exchange',
    done: 'kill -9 of the exchange, and a new one a while later',
    expected: 'waited for',
    run: async (stack, random) => {
      void stack.sync();
      await sleep(random.between(0, 1_000));
      await stack.exchange.end();
      await sleep(random.between(500, 4_000));
      await stack.startExchange();
      return 'back';
    },
  },
  {
    name: 'freeze-fetcher',
    done: 'SIGSTOP of a fetcher for longer than its lease',
    expected: 'it wakes with nothing to send, and stores the same rows',
    run: async (stack, random) => {
      const one = random.pick(stack.of('fetcher'));
      const ms = random.between(2_000, 12_000);
      void stack.sync();
      await sleep(random.between(0, 1_000));
      one.signal('SIGSTOP');
      await sleep(ms);
      one.signal('SIGCONT');
      return `${one.name} was frozen for ${(ms / 1_000).toFixed(1)} s`;
    },
  },
  {
    name: 'nats-restart',
    done: 'NATS is killed and started again',
    expected: 'streams and facts are there again',
    run: (stack, random) => natsAway(stack, random, false),
  },
  {
    name: 'nats-wipe',
    done: 'NATS is killed, and comes back empty',
    expected: 'all comes back from the database',
    run: (stack, random) => natsAway(stack, random, true),
  },
  {
    name: 'database-locked',
    done: 'the database is locked for 10 s',
    expected: 'waited for; nobody ends',
    run: async (stack) => {
      const other = new Sqlite(stack.databaseFile, { timeout: 10_000 });
      other.exec('BEGIN IMMEDIATE');
      await stack.sync();
      await sleep(10_000);
      other.exec('ROLLBACK');
      other.close();
      return 'let go';
    },
  },
  {
    name: 'disk-full',
    done: 'the disk is full, then there is room again',
    expected: 'who must store ends with one sentence; a restart completes',
    skipped: (stack) => stack.whyNoDisk,
    mayEnd: true,
    run: async (stack) => {
      const filler = join(stack.data, 'filler');
      fill(filler, stack.data);
      await stack.sync();
      await sleep(3_000);
      const ended = stack.services.filter((one) => !one.isRunning).map(({ name }) => name);
      rmSync(filler);
      return ended.length > 0 ? `ended: ${ended.join(', ')}` : 'nobody had to store';
    },
  },
  {
    name: 'clock-jump',
    done: 'the exchange’s clock is an hour off in half of its answers',
    expected: 'no answer is believed alone',
    run: async (stack, random) => {
      const { kinds } = await stack.control('GET', '/faults');
      const skews = kinds.map(({ kind }) => kind).filter((kind) => /clock|time|skew/.test(kind));
      if (skews.length === 0) return 'the replay knows no such fault';
      await stack.control('PUT', `/faults?seed=${random.whole()}`, [{ kind: skews, rate: 0.5 }]);
      await stack.sync();
      await sleep(3_000);
      await stack.control('PUT', '/faults', []);
      return skews.join(', ');
    },
  },
  {
    name: 'network-cut',
    done: 'the network between a service and NATS is cut',
    expected: 'it sends nothing meanwhile, and comes back',
    run: async (stack, random) => {
      const one = random.pick(stack.services);
      const ms = random.between(1_000, 8_000);
      void stack.sync();
      await sleep(random.between(0, 1_000));
      one.proxy.cut();
      await sleep(ms);
      one.proxy.mend();
      return `${one.name} was cut off for ${(ms / 1_000).toFixed(1)} s`;
    },
  },
];

/** How far the exchange goes on before each trial. */
export const STEP_MS = HOUR_MS;

async function killed(stack, service, random) {
  void stack.sync();
  await sleep(random.between(0, 1_500));
  await service.end();
  await sleep(random.between(0, 2_000));
  return `${service.name} ended`;
}

async function natsAway(stack, random, isWiped) {
  void stack.sync();
  await sleep(random.between(0, 1_000));
  await stack.nats.end();
  await sleep(random.between(0, 4_000));
  if (isWiped) rmSync(stack.natsStore, { recursive: true, force: true });
  stack.nats.start();
  return 'back';
}

/** Takes all but the last few pages. */
function fill(file, folder) {
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - 8_192)));
  } catch {
    // Fuller than full is as good.
  }
}
