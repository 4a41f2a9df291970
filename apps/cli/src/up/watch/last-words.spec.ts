import { describe, expect, it } from '@jest/globals';
import { LastWords } from './last-words.js';

function wordsAfter(...lines: string[]): string {
  const words = new LastWords();
  for (const line of lines) words.hear(line);
  return words.text();
}

describe('The last words of a service', () => {
  it('are its failure, not its ordinary work', () => {
    const log = ['{"level":30,"msg":"Started"}', '{"level":60,"msg":"Port 9101 is taken"}'];
    expect(wordsAfter(...log, '{"level":30,"msg":"Stopped"}')).toBe(
      'Its last line: Port 9101 is taken',
    );
  });

  it('are its last five lines when it told of no failure', () => {
    const lines = ['1', '2', '3', '4', '5', '{"level":30,"msg":"six"}'];
    expect(wordsAfter(...lines)).toBe('Its last lines:\n  2\n  3\n  4\n  5\n  six');
  });

  it('may be none', () => {
    expect(wordsAfter()).toBe('It logged nothing.');
  });
});
