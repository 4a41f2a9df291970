import type { Piece } from '@fullcarry/domain/completeness/proof/certificate';

/** A day's digest, without what only its rows say. */
export type PieceDigest = Pick<Piece, 'fromMs' | 'rows' | 'sha256'>;

/** The line of a piece in the certificate: joined by line feeds they give its digest. */
export function pieceLine({ fromMs, rows, sha256 }: PieceDigest): string {
  return `${fromMs} ${rows} ${sha256}`;
}

export function parsePieceLine(line: string): PieceDigest {
  const [fromMs, rows, sha256 = ''] = line.split(' ');
  return { fromMs: Number(fromMs), rows: Number(rows), sha256 };
}

/** `2026-01`, in UTC. */
export function monthText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

/** `2026-01-31`, in UTC. */
export function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
