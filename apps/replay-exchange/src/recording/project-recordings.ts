import { isNamed, type MarketSpec } from './market-manifest.js';
import { RECORDINGS_DIRECTORY, RecordingLibrary } from './recording-library.js';
import { shiftRecording, type ShiftedRecording } from './shifted-recording.js';

/**
 * The recordings that come with the project, for the markets of one API.
 *
 * `symbols`: only these, by native id or by the name of their recording; all when undefined.
 */
export function projectRecordings(
  manifest: readonly MarketSpec[],
  anchorMs: number,
  symbols?: readonly string[],
): ShiftedRecording[] {
  const library = new RecordingLibrary(RECORDINGS_DIRECTORY);
  return manifest
    .filter((spec) => symbols === undefined || symbols.some((name) => isNamed(spec, name)))
    .map((spec) => shiftRecording(spec, library, anchorMs));
}
