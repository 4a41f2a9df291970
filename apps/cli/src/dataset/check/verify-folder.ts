import { many } from '../../output/count-text.js';
import { print } from '../../output/output.js';
import { ProgressNote } from '../../output/progress-note.js';
import { RowMeter } from '../../output/row-meter.js';
import { textTable } from '../../output/text-table.js';
import { checkDataset, type CheckedDataset } from './check-dataset.js';

/** Verifies a data set, says what it came to, and sets the exit code: 1 on any difference. */
export async function verifyFolder(folder: string, asJson: boolean): Promise<void> {
  const progress = new ProgressNote();
  const meter = new RowMeter('Verified');
  const checked = await checkDataset(folder, (step) => {
    progress.report(meter.text(step), meter.isStep(step));
  });
  progress.clear();
  process.exitCode = isVerified(checked) ? 0 : 1;
  await print(asJson ? `${JSON.stringify(json(checked, folder), null, 2)}\n` : text(checked));
}

/** Nothing differs, and there was something that could. */
function isVerified({ faults, agreeing }: CheckedDataset): boolean {
  return faults.length === 0 && agreeing > 0;
}

function text(checked: CheckedDataset): string {
  const { manifest, faults, agreeing, rows } = checked;
  const table = textTable(
    [
      { head: 'file', align: 'left' },
      { head: 'days (UTC)', align: 'left' },
      { head: 'what differs', align: 'left' },
    ],
    faults.map(({ file, piece, what }) => [file, piece ?? '', what]),
  );
  const certified = manifest.series.filter(({ certificate }) => certificate !== null).length;
  const open = manifest.series.filter(({ proven }) => !proven).map(({ name }) => name);
  return [
    faults.length > 0 ? `${table}\n` : '',
    `${agreeing} of ${many(certified, 'certificate')} recomputed from the files and agreeing: ${many(manifest.files.length, 'file')}, ${many(rows, 'row')}\n`,
    ...manifest.exchanges.map(({ exchange, datasetSha256 }) =>
      datasetSha256 === null
        ? `${exchange}: no dataset certificate, since not every tracked series was proven\n`
        : `${exchange}: dataset certificate ${datasetSha256}\n`,
    ),
    ...open.map(
      (name) => `${name} was exported unproven: no certificate says that all of it is there\n`,
    ),
    ...manifest.leftOut.map(({ name, why }) => `${name} was left out: ${why}\n`),
    isVerified(checked)
      ? 'Verified: every certificate agrees with the files.\n'
      : 'NOT VERIFIED: see what differs above.\n',
  ].join('');
}

function json({ manifest, faults, agreeing, rows, ...rest }: CheckedDataset, folder: string) {
  return {
    v: 1,
    folder,
    verified: isVerified({ manifest, faults, agreeing, rows, ...rest }),
    certificatesAgreeing: agreeing,
    rows,
    differences: faults.map(({ file, piece, what }) => ({
      file,
      days: piece ?? null,
      what,
    })),
    leftOut: manifest.leftOut,
    unproven: manifest.series.filter(({ proven }) => !proven).map(({ name }) => name),
  };
}
