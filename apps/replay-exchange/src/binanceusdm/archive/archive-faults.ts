import type { ArchiveAnswer, ArchivedHours, CandleRow } from '../../api/answer.js';
import { answerFault, type Fault } from '../../faults/fault.js';
import { whole } from '../../http/delivery.js';
import { NO_SUCH_FILE } from './archive-answer.js';

/**
 * What can be wrong with a file. Where the file itself is another one its checksum is that one's, whichever of both is
 * asked for, so that only reading it tells.
 */
export const ARCHIVE_FAULTS: readonly Fault[] = [
  archiveFault(
    'wrong-checksum',
    'A file that was replaced before its checksum was.',
    ({ isChecksum, file }) =>
      isChecksum
        ? {
            write: () => whole(200, 'binary/octet-stream', `${'0'.repeat(64)}  ${file.name}.zip\n`),
          }
        : undefined,
  ),
  archiveFault('missing', 'A file that is days late, or was never made.', () => ({
    write: () => NO_SUCH_FILE,
  })),
  fileFault('cut-zip', 'An upload that stopped half-way, and was summed up as it was.', () => ({
    isCut: true,
  })),
  fileFault(
    'duplicate-row',
    'A file stitched from two that both hold the row at the seam.',
    (file) => ({
      rows: file.rows.flatMap((row, i) => (i === middleOf(file) ? [row, row] : [row])),
    }),
  ),
  fileFault('lacking-row', 'A minute that the archive lost, and the API did not.', (file) => ({
    rows: file.rows.filter((_, i) => i !== middleOf(file)),
  })),
  fileFault('microseconds', 'A layout that changed, as that of spot did in 2025.', () => ({
    isInMicroseconds: true,
  })),
  fileFault(
    'other-header',
    'A file of the years without a header, or with one.',
    ({ hasHeader }) => ({
      hasHeader: !hasHeader,
    }),
  ),
  fileFault('other-candle', 'A candle that was revised after the file was made.', (file) => ({
    rows: file.rows.map((row, i) => (i === middleOf(file) ? revised(row) : row)),
  })),
];

function archiveFault(
  kind: string,
  imitates: string,
  change: (answer: ArchiveAnswer) => Partial<ArchiveAnswer> | undefined,
): Fault {
  return answerFault(`archive-${kind}`, imitates, ({ answer }) => {
    if (answer.kind !== 'archive') return undefined;
    const changed = change(answer);
    return changed && { ...answer, ...changed };
  });
}

function fileFault(
  kind: string,
  imitates: string,
  change: (file: ArchivedHours) => Partial<ArchivedHours>,
): Fault {
  return archiveFault(kind, imitates, ({ file }) => ({ file: { ...file, ...change(file) } }));
}

function middleOf({ rows }: ArchivedHours): number {
  return Math.floor(rows.length / 2);
}

/** Another candle that could be one: it closed at its high. Where it did so in truth, at its low. */
function revised(row: CandleRow): CandleRow {
  return { ...row, close: row.close === row.high ? row.low : row.high };
}
