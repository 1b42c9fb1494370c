import type { z } from 'zod';

import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { PipelineDefinition } from '../pipeline-definition.ts';
import { plainValue } from '../yaml/yaml-node.ts';
import { buildDeployment, buildEndpoint } from './build/build-endpoint.ts';
import { buildPipeline } from './build/build-pipeline.ts';
import { buildStep } from './build/build-step.ts';
import { buildTask } from './build/build-task.ts';
import type { Cursor } from './cursor.ts';
import { reportIssues } from './report-issues.ts';
import { deploymentSchema, endpointSchema } from './schema/endpoint-schema.ts';
import { pipelineSchema } from './schema/pipeline-schema.ts';
import { stepSchema } from './schema/step-schema.ts';
import { taskSchema } from './schema/task-schema.ts';
import type { DefinitionKind, TopLevelItem } from './top-level-items.ts';

export type ReadItems = Pick<PipelineDefinition, 'steps' | 'tasks' | 'pipelines' | 'deployments' | 'endpoints'>;

/** The sound items of a file, in its own order; the faults of the others are reported. */
export function readItems(items: readonly TopLevelItem[], faults: DiagnosticCollector): ReadItems {
  const read = <Source, Built>(
    kind: DefinitionKind,
    schema: z.ZodType<Source>,
    build: (cursor: Cursor<Source>, faults: DiagnosticCollector) => Built,
  ): readonly Built[] =>
    items
      .filter((item) => item.kind === kind)
      .flatMap((item) => {
        const source = check(item, schema, faults);
        return source === undefined ? [] : [build(source, faults)];
      });
  return {
    steps: read('step', stepSchema, buildStep),
    tasks: read('task', taskSchema, buildTask),
    pipelines: read('pipeline', pipelineSchema, buildPipeline),
    deployments: read('deployment', deploymentSchema, buildDeployment),
    endpoints: read('endpoint', endpointSchema, buildEndpoint),
  };
}

function check<Source>(
  { kind, node }: TopLevelItem,
  schema: z.ZodType<Source>,
  faults: DiagnosticCollector,
): Cursor<Source> | undefined {
  const result = schema.safeParse(plainValue(node));
  if (result.success) return { value: result.data, node };
  reportIssues(result.error.issues, node, kind, faults);
  return undefined;
}
