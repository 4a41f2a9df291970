/** The stream that keeps the last fact of every subject, so that whoever comes late still gets the state. */
export const FACTS_STREAM = { name: 'FACTS', subjects: ['data.>', 'market.>', 'desk.>'] } as const;

/** The work queue of windows to fetch, shared by all fetchers. */
export const JOBS_STREAM = { name: 'JOBS', subjects: ['job.>'] } as const;
