import type { Routes } from '../../../api/routes.ts';
import { describeArtifact } from '../../../platform/artifacts/describe-artifact.ts';
import type { Operation } from '../operation.ts';

export const getArtifact: Operation<Routes['getArtifact']> = async ({ artifacts }, { project, params }) =>
  describeArtifact(artifacts, project, params.artifactId);
