import { z } from 'zod';

/** pino's number of `error`; what is below tells of ordinary work. */
const ERROR_LEVEL = 50;
const KEPT = 5;

const logLine = z.object({ level: z.number(), msg: z.string() });

/** The last lines of a service, for people: its failures when it logged any, else whatever it printed. */
export class LastLines {
  private readonly any: string[] = [];
  private readonly failures: string[] = [];

  hear(line: string): void {
    const entry = parsed(line);
    keep(this.any, entry?.msg ?? line);
    if (entry && entry.level >= ERROR_LEVEL) keep(this.failures, entry.msg);
  }

  text(): string {
    if (this.any.length === 0) return 'It logged nothing.';
    const lines = this.failures.length > 0 ? this.failures : this.any;
    return lines.length === 1
      ? `Its last line: ${lines[0]}`
      : `Its last lines:\n  ${lines.join('\n  ')}`;
  }
}

function keep(lines: string[], line: string): void {
  lines.push(line);
  if (lines.length > KEPT) lines.shift();
}

/** A JSON log line; undefined for any other. */
function parsed(line: string): z.infer<typeof logLine> | undefined {
  try {
    return logLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
