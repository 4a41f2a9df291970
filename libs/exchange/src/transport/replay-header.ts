/** Set by the replay exchange on each answer, with the instant to which its recording is anchored. */
export const REPLAY_HEADER = 'x-fullcarry-replay';
