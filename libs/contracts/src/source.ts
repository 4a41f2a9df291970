/** Whether rows are recorded ones (`replay <anchor>`), played as if they were of today. */
export function isReplay(source: string): boolean {
  return source.startsWith('replay');
}
