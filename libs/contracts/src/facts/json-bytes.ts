const encoder = new TextEncoder();

/** How many bytes the value is as it is sent, as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** As many of the items, from the first on, as together are no more than `mostBytes` as a JSON array. */
export function whatFits<Item>(items: readonly Item[], mostBytes: number): Item[] {
  // The brackets, and the comma after each but the last.
  let bytes = 1;
  const first = items.findIndex((item) => {
    bytes += jsonBytes(item) + 1;
    return bytes > mostBytes;
  });
  return first === -1 ? [...items] : items.slice(0, first);
}
