import { formatDuration } from '../output/format-duration.ts';
import { formatSize } from '../output/format-size.ts';

/** A file on its way to or from the API's store. */
export interface Transfer {
  readonly direction: 'upload' | 'download';
  /** As the user knows it. */
  readonly file: string;
  /** Bytes. */
  readonly total: number;
}

/** `uploading photos.zip`. */
export function transferTitle({ direction, file }: Transfer): string {
  return `${direction}ing ${file}`;
}

/** The words beside a bar, the most important first; `elapsedMs` from the transfer's start. */
export function transferWords({ total }: Transfer, transferred: number, elapsedMs: number): readonly string[] {
  const moved = `${formatSize(transferred)} of ${formatSize(total)}`;
  if (elapsedMs <= 0 || transferred === 0 || transferred >= total) return [moved];
  const left = (elapsedMs / transferred) * (total - transferred);
  return [moved, `${formatSize((transferred * 1000) / elapsedMs)}/s`, `ETA ${formatDuration(left)}`];
}
