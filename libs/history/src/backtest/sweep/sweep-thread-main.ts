import { playPart, returnsOf } from '@fullcarry/domain/backtest/walk-forward/play';
import { doneBacktest, inputOf } from '../do-backtest.js';
import { parentPort, workerData } from 'node:worker_threads';
import { sweepRun, sweepStart, type SweepRun, type SweepMessage } from './sweep-message.js';

// Does the runs of a sweep that it is handed, one after the other, on rows that all threads share: see sweep-threads.ts.

const { asked, read } = sweepStart.parse(workerData);

async function run({ settings, part }: SweepRun): Promise<SweepMessage> {
  if (part) {
    return { kind: 'part', run: await playPart(inputOf(asked, read), { settings, ...part }) };
  }
  const { document, sha256 } = await doneBacktest({ ...asked, settings }, read, {});
  const { metrics, daily } = document;
  const { netUsdt } = metrics;
  return {
    kind: 'whole',
    run: { sha256, metrics, netUsdt, daily: returnsOf(asked.startingEquityUsdt, daily) },
  };
}

function failed(error: unknown): SweepMessage {
  return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
}

parentPort?.on('message', (message: unknown) => {
  void run(sweepRun.parse(message))
    .catch(failed)
    .then((message) => parentPort?.postMessage(message));
});
