/** The stream that keeps the last fact of every subject, so that whoever comes late still gets the state. */
export const FACTS_STREAM = { name: 'FACTS', subjects: ['data.>', 'market.>', 'desk.>'] } as const;

/** The same of backtests, which come and go: what is a week old is forgotten. */
export const BACKTESTS_STREAM = { name: 'BACKTESTS', subjects: ['backtest.>'] } as const;

/** The work queues: windows to fetch, shared by all fetchers; backtests to run, by all backtesters. */
export const JOBS_STREAM = { name: 'JOBS', subjects: ['job.>'] } as const;
