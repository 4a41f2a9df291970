/**
 * Something of a data set that is not what its manifest says.
 *
 * `file`: below the data set’s folder. `piece`: the UTC day, or the first and last of
 * several that can't be told apart; undefined where it is the file as a whole.
 */
export interface FoundFault {
  readonly file: string;
  readonly piece: string | undefined;
  readonly what: string;
}
