/** What a service said, as a sentence: logs and reasons in messages begin small and have no full stop. */
export function sentence(text: string): string {
  const trimmed = readable(text).trim();
  if (trimmed === '') return '';
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** Times for machines and a hyphen before a number, in a text of a service, as the pages write them. */
export function readable(text: string): string {
  return text
    .replaceAll(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?Z/g, '$1 $2 UTC')
    .replaceAll(/(^|[\s(])-(?=\d)/g, '$1−');
}
