const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `175,200`. */
export function countText(count: number): string {
  return format.format(count);
}

/** `1 row`, `2 rows`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : more}`;
}
