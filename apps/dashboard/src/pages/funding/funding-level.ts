/** From which yearly rate on, as a fraction, a cell has the next stronger colour. */
const STEPS = [0.01, 0.05, 0.15, 0.5];

/** How strong a cell of the heat map is coloured, 0 to 4. */
function fundingLevel(ratePerYear: string): number {
  const size = Math.abs(Number(ratePerYear));
  return STEPS.filter((step) => size >= step).length;
}

/** The class of a cell: which way funding goes, and how strongly. */
export function fundingClass(ratePerYear: string): string {
  const level = fundingLevel(ratePerYear);
  if (level === 0) return 'funding-cell';
  return `funding-cell funding-${ratePerYear.startsWith('-') ? 'negative' : 'positive'}-${level}`;
}
