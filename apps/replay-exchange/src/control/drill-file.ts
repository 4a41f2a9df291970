import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';
import { faultRulesSchema } from '../faults/fault-rule.js';
import { scenarioSchema } from '../market/scenario.js';
import { parseJson } from './read-json-body.js';

/** Polled, because change events are not to be had on every file system. */
const POLL_EVERY_MS = 500;

/** What the file of `--faults-file` holds; what it leaves out stays as it is. */
const drillSchema = z.strictObject({
  faults: faultRulesSchema.optional(),
  scenario: scenarioSchema.optional(),
});

export type Drill = z.infer<typeof drillSchema>;

/** Reads the file and does what it says; throws a plain sentence when it is wrong. */
export function playDrill(file: string, apply: (drill: Drill) => void): void {
  const body = parseJson(readFileSync(file, 'utf8'), drillSchema);
  if (!body.ok) throw new Error(`${file}: ${body.problem}`);
  apply(body.value);
}

/** Plays the file again whenever it changes; a wrong one is logged. Returns how to stop. */
export function watchDrill(
  file: string,
  logger: Logger,
  apply: (drill: Drill) => void,
): () => void {
  const playAgain = () => {
    try {
      playDrill(file, apply);
      logger.info({ file }, 'Faults file read');
    } catch (error) {
      logger.warn({ file, err: error }, 'Faults file refused');
    }
  };
  watchFile(file, { interval: POLL_EVERY_MS, persistent: false }, playAgain);
  return () => unwatchFile(file, playAgain);
}
