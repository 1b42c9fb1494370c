/** Which execution has succeeded with a cache key: of several the one that was recorded last. */
export interface CacheKeyStore {
  record(project: string, cacheKey: string, execution: KeyedExecution, at: string): Promise<void>;
  find(project: string, cacheKey: string): Promise<KeyedExecution | undefined>;
}

export interface KeyedExecution {
  readonly runId: string;
  readonly node: string;
  readonly trial: readonly number[];
}
