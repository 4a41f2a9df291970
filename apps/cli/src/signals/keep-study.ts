import { signalStudyV1, strategyStudyV1 } from '@fullcarry/contracts/backtest/study-v1';
import type { Database } from '@fullcarry/history/database/database';
import { StudyStore, type StoredStudy } from '@fullcarry/history/backtest/study-store';

const SCHEMAS = { signals: signalStudyV1, strategies: strategyStudyV1 } as const;

/** Keeps what was found, so that the page shows it. Errors: ZodError where it is no study: a fault of ours. */
export async function keepStudy(
  database: Database,
  study: Pick<StoredStudy, 'kind' | 'venue' | 'document'>,
): Promise<void> {
  SCHEMAS[study.kind].parse(JSON.parse(study.document));
  await new StudyStore(database).save({ ...study, createdAtMs: Date.now() });
}
