import type { JsonObject } from '../json/json.ts';

/** What a revision of a machine fixes beside its definition. */
export interface MachineSettings {
  readonly roleArn: string;
  readonly logging?: JsonObject | undefined;
  readonly tracing?: JsonObject | undefined;
  readonly encryption?: JsonObject | undefined;
}

/** A state machine as it is kept. Its definitions are kept apart, by revision, since executions are pinned to one. */
export interface StoredMachine extends MachineSettings {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly revisionId: string;
  /** Gone once its executions have ended. */
  readonly deleting?: boolean | undefined;
  readonly deleted: boolean;
  readonly versions: readonly StoredVersion[];
  /** Numbers are never given twice, even after a version was deleted. */
  readonly lastVersion: number;
  readonly aliases?: readonly StoredAlias[] | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StoredVersion {
  readonly arn: string;
  readonly revisionId: string;
  readonly description: string | undefined;
  readonly createdAt: number;
  /** Absent in versions of an older journal, which have their machine's. */
  readonly settings?: MachineSettings | undefined;
}

export interface StoredRoute {
  readonly versionArn: string;
  readonly weight: number;
}

export interface StoredAlias {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly routes: readonly StoredRoute[];
  readonly createdAt: number;
  readonly updatedAt: number;
}
