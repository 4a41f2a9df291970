const HOUR_MS = 3_600_000;

/** Decimal text as a whole number of 10^-40. */
const ONE = 10n ** 40n;
function exact(text) {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const value = BigInt(whole + part.padEnd(40, '0').slice(0, 40));
  return sign === '-' ? -value : value;
}

/**
 * Each settlement of whoever held before it, at the rate and the mark price of the rows, against what was booked; and the parts of
 * the net. Yields [what, whether it holds]. `markets` are the histories that the run read.
 */
export function* addsUp(how, { trades, attribution }, markets) {
  let [sum, many] = [0n, 0];
  for (const trade of trades) {
    const { funding, marks } = markets.find(({ symbol }) => symbol === trade.symbol);
    const fills = trade.fills.filter(({ leg }) => leg === 'short');
    for (const [i, settledAtMs] of funding.settledAtMs.entries()) {
      let held = 0n;
      for (const { filledAtMs, quantity, side } of fills) {
        if (filledAtMs < settledAtMs) held += side === 'sell' ? exact(quantity) : -exact(quantity);
      }
      const row = marks.openAtMs.indexOf(settledAtMs - HOUR_MS);
      if (held === 0n || row < 0) continue;
      many += 1;
      sum += (exact(funding.rates[i]) * held * exact(String(marks.close[row]))) / ONE / ONE;
    }
  }
  const booked = trades.flatMap((trade) => trade.settlements);
  const paid = booked.reduce((total, { amountUsdt }) => total + exact(amountUsdt), 0n);
  const atStamps = trades
    .flatMap((trade) => trade.fills)
    .filter(({ filledAtMs }) => filledAtMs % HOUR_MS === 0);
  yield [
    `bookings, ${how}: ${trades.length} trades, ${atStamps.length} fills on the hour, ${booked.length} settlements, ${many} by the script, ${attribution.fundingUsdt} USDT, off by ${sum - paid} of 10^-40`,
    booked.length === many && sum === paid && paid === exact(attribution.fundingUsdt),
  ];
  const parts = [...trades, attribution].filter(
    ({ basisUsdt, fundingUsdt, feesUsdt, slippageUsdt, netUsdt }) =>
      exact(basisUsdt) + exact(fundingUsdt) - exact(feesUsdt) - exact(slippageUsdt) !==
      exact(netUsdt),
  );
  yield [
    `attribution, ${how}: basis + funding − fees − slippage = net in ${trades.length} trades and in all of them, ${parts.length} differ`,
    parts.length === 0,
  ];
}
