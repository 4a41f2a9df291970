/** So many sentences are read at once; mended, the next ones show. */
const SHOWN = 20;

/** Recordings of one's own that can't be played: a sentence for each bad file says which line, what, and what to do. */
export class BadRecordingsError extends Error {
  override readonly name = 'BadRecordingsError';

  constructor(folder: string, problems: readonly string[]) {
    const rest = problems.length - SHOWN;
    super(
      [
        `The recordings in ${folder} can't be played:`,
        ...problems.slice(0, SHOWN),
        ...(rest > 0 ? [`and ${rest} more files`] : []),
      ].join('\n'),
    );
  }
}
