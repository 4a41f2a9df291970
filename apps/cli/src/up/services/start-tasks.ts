import { Listr } from 'listr2';
import { findNats } from './find-nats.js';
import { followHistory } from '../watch/follow-history.js';
import type { HistoryWatch } from '../watch/history-watch.js';
import type { ChildService } from './child-service.js';
import { playDays } from '../watch/played-days.js';
import { settleReplayDesk } from '../replay-desk-settings.js';
import {
  chooseDatabase,
  namesIn,
  outsideExchange,
  startBacktester,
  startDesk,
  startFetcher,
  startGateway,
  startReplay,
  type ExchangeInUse,
} from './start-services.js';
import type { Stack } from './stack.js';
import type { UpOptions } from '../up-options.js';

/** What a task shows of its failure: the whole message is shown once, at the end, by the caller. */
class TaskFailed extends Error {
  override readonly name = 'TaskFailed';
  constructor(cause: unknown) {
    super('see below', { cause });
  }
}

interface Started {
  exchange: ExchangeInUse;
  desk?: ChildService;
}

/** Starts everything in order and returns when the history is proven, or the data feature is off. */
export async function startTasks(
  stack: Stack,
  options: UpOptions,
  watch: HistoryWatch,
): Promise<void> {
  const tasks = new Listr<Started>(
    [
      {
        title: 'NATS with JetStream',
        task: (_, task) =>
          asTask(async () => {
            task.title = `NATS with JetStream: ${await findNats(stack)}`;
          }),
      },
      {
        title: 'Replay exchange',
        enabled: options.exchange === 'replay',
        task: (started, task) =>
          asTask(async () => {
            const replay = await startReplay(stack, options);
            started.exchange = replay;
            task.title = `Replay exchange: ${replay.title}`;
          }),
      },
      {
        title: 'Page',
        task: ({ exchange }, task) =>
          asTask(async () => {
            chooseDatabase(stack, options);
            task.title = `Page: ${await startGateway(stack, options, exchange)}`;
          }),
      },
      {
        title: 'Fetcher',
        task: ({ exchange }, task) =>
          asTask(async () => {
            const { speaker } = exchange;
            stack.beforeStop(
              await followHistory(stack.natsUrl, speaker, (news) => watch.hear(news)),
            );
            task.title = `Fetcher: ${startFetcher(stack, options, exchange)}`;
          }),
      },
      {
        title: 'Desk',
        enabled: options.desk,
        task: (started, task) =>
          asTask(async () => {
            const { exchange } = started;
            const desk = startDesk(stack, options, exchange, exchange.playing !== undefined);
            started.desk = desk;
            task.title = `Desk: process ${desk.pid}, paper money, waits for the history`;
          }),
      },
      {
        title: 'Backtester',
        task: ({ exchange }, task) =>
          asTask(() => {
            const { pid } = startBacktester(stack, exchange);
            task.title = `Backtester: process ${pid}, runs what is asked for`;
            return Promise.resolve();
          }),
      },
      {
        title: 'History',
        task: (_, task) =>
          asTask(async () => {
            watch.onProgress((line) => (task.output = line));
            await stack.whileWhole(watch.settled);
            task.title = `History: ${watch.summary()}`;
          }),
      },
      {
        title: 'Settings of the desk',
        enabled: options.desk && options.exchange === 'replay',
        task: ({ exchange }, task) =>
          asTask(async () => {
            const { speaker } = exchange;
            task.title = `Settings of the desk: ${await settleReplayDesk(stack, speaker.exchanges[0])}`;
          }),
      },
      {
        title: `The last ${options.daysBack} recorded days, traded by the desk`,
        enabled: options.desk && options.exchange === 'replay',
        skip: ({ exchange }) => exchange.playing === undefined,
        task: ({ exchange, desk }, task) =>
          asTask(async () => {
            if (!exchange.playing || !desk) return;
            const [, ...others] = exchange.speaker.exchanges;
            const named = namesIn(process.env.DESK_VENUES ?? '');
            const traded = others.filter((one) => named.includes(one));
            const exchanges = { others, traded };
            await playDays(
              stack,
              exchange.playing,
              exchanges,
              watch,
              (line) => (task.output = line),
            );
            await stack.end(desk);
            startDesk(stack, options, exchange, false);
          }),
      },
    ],
    {
      ctx: { exchange: outsideExchange(options.exchange) },
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    },
  );
  try {
    await tasks.run();
  } catch (error) {
    throw error instanceof TaskFailed ? error.cause : error;
  }
}

async function asTask(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new TaskFailed(error);
  }
}
