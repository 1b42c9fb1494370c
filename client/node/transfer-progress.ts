/** How far a transfer is; bytes. */
export interface TransferProgress {
  readonly transferred: number;
  readonly total: number;
}

export interface TransferOptions {
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly signal?: AbortSignal;
}
