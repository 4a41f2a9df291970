/** Why a market was not opened at a decision, by the desk's codes. */
const TEXTS: Readonly<Record<string, string>> = {
  'below-entry': 'the net yield was below the entry',
  'not-earning': 'a short would not have been paid',
  'history-short': 'too few settlements were known to judge it by',
  'exposure-full': 'as much was held in total as the settings allow',
  'cash-short': 'there was too little cash',
  'low-turnover': 'too little was traded there in 24 h',
  'break-even-late': 'the costs would have been earned back too late',
  'closed-lately': 'it was closed a little before, and rested',
  'prices-apart': 'the prices of the legs were too far apart',
  'no-price': 'a leg had no price',
  'no-spot': 'there was no spot market to hold against it',
  'no-rules': 'which quantities it takes was not known',
  'too-small': 'what could be ordered was below the least that it takes',
  'not-proven': 'its history was not proven',
  'thin-book': 'the order book was too thin',
  'better-elsewhere': 'another market was worth more',
  delisting: 'its end was announced',
  delisted: 'it had ended',
};

/** The code itself where there is no text for it. */
export function passedText(code: string): string {
  return TEXTS[code] ?? code;
}
