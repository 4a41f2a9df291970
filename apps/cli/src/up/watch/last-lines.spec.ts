import { describe, expect, it } from '@jest/globals';
import { LastLines } from './last-lines.js';

function linesAfter(...lines: string[]): string {
  const last = new LastLines();
  for (const line of lines) last.hear(line);
  return last.text();
}

describe('The last lines of a service', () => {
  it('are its failure, not its ordinary work', () => {
    const log = ['{"level":30,"msg":"Started"}', '{"level":60,"msg":"Port 9101 is taken"}'];
    expect(linesAfter(...log, '{"level":30,"msg":"Stopped"}')).toBe(
      'Its last line: Port 9101 is taken',
    );
  });

  it('are its last five lines when it logged no failure', () => {
    const lines = ['1', '2', '3', '4', '5', '{"level":30,"msg":"six"}'];
    expect(linesAfter(...lines)).toBe('Its last lines:\n  2\n  3\n  4\n  5\n  six');
  });

  it('may be none', () => {
    expect(linesAfter()).toBe('It logged nothing.');
  });
});
