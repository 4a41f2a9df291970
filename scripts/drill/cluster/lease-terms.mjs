const BEGINS = 'This orchestrator runs the desk now';
const ENDS = 'This orchestrator does not run the desk any more';

/** By the logs of all orchestrators: who held the lease from when to when; the last one may hold it still. */
export function leaseTerms(orchestrators) {
  const terms = orchestrators.flatMap((one) => {
    const own = [];
    for (const line of one.lines()) {
      if (line.includes(BEGINS))
        own.push({ holder: one.name, fromMs: timeOf(line), toMs: Infinity });
      else if (line.includes(ENDS)) own.at(-1).toMs = timeOf(line);
    }
    return own;
  });
  return terms.sort((a, b) => a.fromMs - b.fromMs);
}

/** How long nobody held it, each time; and whether two ever did at once. */
export function judgeTerms(terms) {
  const gapsMs = [];
  let together = 0;
  let untilMs = terms[0]?.toMs;
  for (const { fromMs, toMs } of terms.slice(1)) {
    if (fromMs < untilMs) together += 1;
    else gapsMs.push(fromMs - untilMs);
    untilMs = Math.max(untilMs, toMs);
  }
  const changes = terms.filter(({ holder }, i) => i > 0 && holder !== terms[i - 1].holder).length;
  return { gapsMs, together, changes, longestMs: Math.max(0, ...gapsMs) };
}

function timeOf(line) {
  return JSON.parse(line).time;
}
