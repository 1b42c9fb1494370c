/** A state machine as it is kept. Its definitions are kept apart, by revision, since executions are pinned to one. */
export interface StoredMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly roleArn: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly revisionId: string;
  readonly deleted: boolean;
  readonly versions: readonly StoredVersion[];
  /** Numbers are never given twice, even after a version was deleted. */
  readonly lastVersion: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StoredVersion {
  readonly arn: string;
  readonly revisionId: string;
  readonly description: string | undefined;
  readonly createdAt: number;
}
