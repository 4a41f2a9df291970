/**
 * The share of a standard normal distribution that is at most x, to about 1e-15: by the error function's series near 0
 * and its continued fraction in the tails.
 *
 * Source: Abramowitz and Stegun, 7.1.6 and 7.1.14.
 */
export function normalShare(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const z = Math.abs(x) / Math.SQRT2;
  const tail = z < 2.5 ? 0.5 * (1 - series(z)) : 0.5 * tailOf(z);
  return x > 0 ? 1 - tail : tail;
}

/** erf(z) = 2/√π · e^(−z²) · Σ 2ⁿ z^(2n+1) / (2n + 1)!! */
function series(z: number): number {
  let term = z;
  let total = z;
  for (let n = 1; n < 200 && Math.abs(term) > total * 1e-17; n += 1) {
    term *= (2 * z * z) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * total;
}

/** erfc(z) = e^(−z²)/√π · 1 / (z + (1/2) / (z + 1 / (z + (3/2) / (z + …)))) */
function tailOf(z: number): number {
  let fraction = z;
  for (let n = 120; n >= 1; n -= 1) fraction = z + n / 2 / fraction;
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction);
}

/**
 * The x below which a share of a standard normal distribution lies, 0 < share < 1; −∞ and ∞ at its ends. To about 1e-15:
 * a first guess, made exact by Halley's steps on normalShare.
 */
export function normalQuantile(share: number): number {
  if (!(share > 0)) return share === 0 ? -Infinity : NaN;
  if (!(share < 1)) return share === 1 ? Infinity : NaN;
  if (share > 0.5) return -normalQuantile(1 - share);
  // Abramowitz and Stegun, 26.2.23: within 4.5e-4.
  const t = Math.sqrt(-2 * Math.log(share));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let x = top / below - t;
  for (let step = 0; step < 4; step += 1) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const off = (normalShare(x) - share) / density;
    x -= off / (1 + (x * off) / 2);
  }
  return x;
}
