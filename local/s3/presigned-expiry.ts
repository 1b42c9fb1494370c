import type { FauxqsProtocol } from './fauxqs-protocol.ts';

const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Signatures are not checked here, but a presigned address ends when it says, so that code that keeps one too long is found. */
export function checkPresignedExpiry({ S3Error }: FauxqsProtocol, query: Readonly<Record<string, string>>): void {
  const seconds = Number(query['X-Amz-Expires']);
  const [, year, month, day, hour, minute, second] = DATE.exec(query['X-Amz-Date'] ?? '') ?? [];
  if (!Number.isFinite(seconds) || year === undefined) return;
  const signed = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (Date.now() > signed + seconds * 1000) throw new S3Error('AccessDenied', 'Request has expired', 403);
}
