// npm run paper-week: a recorded week, played to the services and again to the backtest. `-- --help` lists the options.
import { spawnSync } from 'node:child_process';
import { askedOptions } from './set-up/asked-options.mjs';
import { setUp } from './set-up/set-up.mjs';

const TWENTY = [
  ...['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'BNBUSDT', 'ADAUSDT', 'AAVEUSDT', 'APEUSDT', 'AVAXUSDT'],
  ...['DOGEUSDT', 'INJUSDT', 'XRPUSDT', 'LINKUSDT', 'TRXUSDT', 'SUIUSDT', 'ENAUSDT', 'HYPEUSDT'],
  ...['WLDUSDT', 'ZECUSDT', '1000PEPEUSDT', '1000SHIBUSDT'],
];

const HELP = `npm run paper-week -- [--days <n>] [--markets <names>]

A week of 20 recorded markets is played by the replay exchange to a fetcher and a desk in processes of their own; what the desk
wrote down of it is played to the backtest, and what both booked is compared to the digit. Prints what was compared. Ends with 1
where a digit differs.

  --days <n>          how many days (default 7)
  --markets <names>   which, with commas between (default ${TWENTY.join(',')})`;

const { days, markets } = askedOptions('npm run paper-week', HELP, {
  days: { type: 'number', default: 7 },
  markets: { type: 'string', default: TWENTY.join(',') },
});
await setUp();
const jest = ['node_modules/jest/bin/jest.js', 'paper-is-backtest', '-w', '1'];
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', ...jest],
  {
    stdio: 'inherit',
    env: { ...process.env, PAPER_DAYS: String(days), PAPER_MARKETS: markets },
  },
);
process.exit(status ?? 1);
