import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { read, root } from './project.js';

const run = promisify(execFile);

/** What they are given goes on to jest, tsc and prettier; and the command line has specs of its own. */
const OTHERS_ANSWER = ['test', 'build', 'format', 'start', 'fullcarry'];
/** They set up before they are asked: that takes its time, and two at once would build the same. */
const AFTER_THE_SET_UP = ['drill', 'drill-cluster', 'drill-upgrade', 'simulate', 'bench'];

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const asked = Object.entries(scripts).filter(
  ([name]) => !OTHERS_ANSWER.includes(name) && !AFTER_THE_SET_UP.includes(name),
);

describe('A script of npm', () => {
  it.each(asked)(
    '%s says with --help what it does, and refuses with 2 what it does not know',
    async (name, line) => {
      const [, script] = /^node (\S+\.mjs)$/.exec(line) ?? [];
      const started = (option: string) => run(process.execPath, [script!, option], { cwd: root });
      const [help] = await Promise.all([
        started('--help'),
        expect(started('--nothing-like-it')).rejects.toMatchObject({
          code: 2,
          stderr: expect.stringMatching(/^Unknown option '--nothing-like-it'.*\n.*--help lists/),
        }),
      ]);
      expect(help.stdout).toMatch(
        new RegExp(`^(RECORDINGS=<folder> |\\[RECORDINGS=<folder>\\] )?npm run (-s )?${name}\\b`),
      );
    },
  );
});
