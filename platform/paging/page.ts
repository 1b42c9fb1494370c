/** `cursor` is a former page's `nextCursor`, unchanged. */
export interface PageRequest {
  readonly cursor?: string;
  readonly limit: number;
}

/** `nextCursor` is absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}
