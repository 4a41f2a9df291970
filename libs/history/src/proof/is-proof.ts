import { CERTIFICATE_VERSION } from '@fullcarry/domain/completeness/proof/certificate';
import type { StoredCertificate } from './certificate-store.js';

/** Whether a stored certificate proves its window whole: nothing is missing in it, and it is of the recipe of today. */
export function isProof(stored: StoredCertificate | undefined): stored is StoredCertificate {
  return stored?.version === CERTIFICATE_VERSION && stored.certificate.missing === 0;
}
