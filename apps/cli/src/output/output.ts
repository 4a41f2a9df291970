let whenBroken: () => void = () => process.exit();

/** Writes to standard output; resolves when it was taken, so that a slow reader slows the writer. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

/** A line for people beside the output: what is being done, warnings, failures. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A reader that has seen enough (`| head`) ends the program quietly; a full disk, with one line. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      whenBroken();
      return;
    }
    note(`The output can’t be written: ${error.message}`);
    process.exit(1);
  });
  // Nobody reads the notes any more: that is no reason to stop.
  process.stderr.on('error', () => undefined);
}

/** What to do instead when nobody reads the output any more. */
export function onBrokenOutput(callback: () => void): void {
  whenBroken = callback;
}
