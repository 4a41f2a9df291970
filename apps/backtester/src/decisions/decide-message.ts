import { decisionReportV1 } from '@fullcarry/contracts/backtest/decision-report-v1';
import { askedBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { z } from 'zod';

/** What a thread is started with that plays a result again. */
export const decideTask = z.object({
  databaseUrl: z.string(),
  asked: askedBacktest,
  /** The rows that the result was read from: those of now have to be the same. */
  datasetSha256: z.string(),
  fromMs: z.number(),
  most: z.int(),
});
export type DecideTask = z.output<typeof decideTask>;

/** How it ends. `refused`: it can't be had, which whoever asked is told; `failed`: a fault. */
export const decideMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decided'), decisions: z.array(decisionReportV1) }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type DecideMessage = z.output<typeof decideMessage>;
