import type { GraphNodeKind } from '../../statemachines/graph/pipeline-graph.ts';
import type { Page, PageRequest } from '../paging/page.ts';

/** Whether a deployment made it, or the API. */
type Origin = 'deployed' | 'registered';

/** A registered version of a pipeline. Times are ISO 8601 in UTC. */
export interface PipelineVersion {
  readonly project: string;
  readonly pipeline: string;
  readonly definitionHash: string;
  /** As the user named it; shown in diagnostics. */
  readonly file: string;
  readonly definitionKey: string;
  /** Digest of the code of each handler that is not built in. */
  readonly code: Readonly<Record<string, string>>;
  /** ARN of the function of each handler, where a deployment made it. */
  readonly functions?: Readonly<Record<string, string>>;
  readonly nodes: readonly { readonly node: string; readonly kind: GraphNodeKind; readonly step: string }[];
  readonly origin: Origin;
  readonly createdAt: string;
}

/** One state machine of a version: values of a run may ask for another structure than the defaults do. */
export interface PipelineStructure {
  readonly project: string;
  readonly pipeline: string;
  readonly definitionHash: string;
  readonly structureHash: string;
  readonly aslKey: string;
  readonly planKey: string;
  readonly stateMachineArn: string;
  readonly origin: Origin;
  readonly createdAt: string;
}

export interface VersionSummary {
  readonly definitionHash: string;
  readonly createdAt: string;
}

export interface PipelineRegistry {
  /** Writes the version where it is new, and makes it the pipeline's latest. Gives the one that stands. */
  putVersion(version: PipelineVersion): Promise<PipelineVersion>;
  getVersion(project: string, pipeline: string, definitionHash: string): Promise<PipelineVersion | undefined>;
  /** The one registered last. */
  getLatest(project: string, pipeline: string): Promise<PipelineVersion | undefined>;
  /** Every pipeline's latest version, by name. */
  listLatest(project: string, page: PageRequest): Promise<Page<PipelineVersion>>;
  /** Newest first. */
  listVersions(project: string, pipeline: string): Promise<readonly VersionSummary[]>;
  /** What a deployment made takes the place of what stands, and is the pipeline's latest. */
  putDeployed(version: PipelineVersion, structure: PipelineStructure): Promise<void>;
  /** Writes the structure where it is new. */
  putStructure(structure: PipelineStructure): Promise<void>;
  getStructure(
    project: string,
    pipeline: string,
    definitionHash: string,
    structureHash: string,
  ): Promise<PipelineStructure | undefined>;
}
