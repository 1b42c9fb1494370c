import type { NetworkFiles } from '../networks/network.ts';

/** The files that one training wrote. */
export interface TrainedModel {
  /** The execution that trained it; for uploaded files the folder that they lie in. */
  readonly execution: string;
  readonly network: NetworkFiles;
  /** Absent where `metrics.json` was not handed on. */
  readonly trainingSeconds?: number;
}
