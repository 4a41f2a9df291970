import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { floorTo, type TimeWindow } from '@fullcarry/domain/time-window';

/**
 * Chance, by seed. Each `topic` draws from a stream of its own, so that one kind of event can be left out
 * of a world and everything else in it stays what it was.
 */
export class Draw {
  private readonly generator: RandomGenerator;

  constructor(seed: number, topic: string) {
    this.generator = xoroshiro128plus(hashText(`${seed}/${topic}`));
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return uniformInt(this.generator, least, most);
  }

  /** True with a probability of `share`, in [0, 1]. */
  chance(share: number): boolean {
    return uniformFloat64(this.generator) < share;
  }

  /** Errors: RangeError when there is nothing to pick from. */
  pick<One>(ones: readonly One[]): One {
    return this.maybePick(ones) ?? nothingToPick();
  }

  /** Undefined when there is nothing to pick from. */
  maybePick<One>(ones: readonly One[]): One | undefined {
    return ones.length === 0 ? undefined : ones[this.int(0, ones.length - 1)];
  }

  /** An instant of the window on a grid that starts at the epoch; the window's start where none is in it. */
  instant({ fromMs, toMs }: TimeWindow, gridMs = 1_000): number {
    const span = Math.max(0, Math.ceil((toMs - fromMs) / gridMs) - 1);
    return Math.max(fromMs, floorTo(fromMs + this.int(0, span) * gridMs, gridMs));
  }
}

function nothingToPick(): never {
  throw new RangeError('There is nothing to pick from');
}

/** 32 bits of a text (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return finish(hash);
}

/** A number in [0, 1) that belongs to a key and two whole numbers, always the same one. */
export function noise(key: number, a: number, b: number): number {
  return (
    (finish(Math.imul(finish(key ^ Math.imul(a, 0x9e3779b1)) ^ b, 0x85ebca6b)) >>> 0) / 2 ** 32
  );
}

/** Spreads the bits (the end of murmur3). */
function finish(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
