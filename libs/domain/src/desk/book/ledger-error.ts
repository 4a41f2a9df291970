import { DataIntegrityError } from '../../errors.js';

/** The money does not add up: nobody may trade on it until a person has looked. */
export class LedgerError extends DataIntegrityError {}
