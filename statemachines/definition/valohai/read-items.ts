import type { z } from 'zod';

import type { DiagnosticCollector } from '../../diagnostics/diagnostic-collector.ts';
import type { PipelineDefinition } from '../pipeline-definition.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import { childOf, plainValue } from '../yaml/yaml-node.ts';
import { buildDeployment, buildEndpoint } from './build/build-endpoint.ts';
import { buildPipeline } from './build/build-pipeline.ts';
import { buildStep } from './build/build-step.ts';
import { buildTask } from './build/build-task.ts';
import type { Cursor } from './cursor.ts';
import { itemId } from './item-id.ts';
import { repair } from './repair.ts';
import { reportIssues } from './report-issues.ts';
import { deploymentSchema, endpointSchema } from './schema/endpoint-schema.ts';
import { pipelineSchema } from './schema/pipeline-schema.ts';
import { stepSchema } from './schema/step-schema.ts';
import { taskSchema } from './schema/task-schema.ts';
import type { DefinitionKind, TopLevelItem } from './top-level-items.ts';

export interface ReadItems {
  readonly items: Pick<PipelineDefinition, 'steps' | 'tasks' | 'pipelines' | 'deployments' | 'endpoints'>;
  /** Items that lack parts of what the file says, by kind and name: what refers to those parts is not at fault. */
  readonly incomplete: ReadonlySet<string>;
}

/** The items of a file, in its own order; of those with faults, which are reported, what is sound. */
export function readItems(items: readonly TopLevelItem[], faults: DiagnosticCollector): ReadItems {
  const incomplete = new Set<string>();
  const read = <Source, Built>(
    kind: DefinitionKind,
    schema: z.ZodType<Source>,
    build: (cursor: Cursor<Source>, faults: DiagnosticCollector) => Built,
  ): readonly Built[] =>
    items
      .filter((item) => item.kind === kind)
      .flatMap(({ node }) => {
        const result = schema.safeParse(plainValue(node));
        if (result.success) return [build({ value: result.data, node }, faults)];
        reportIssues(result.error.issues, node, kind, faults);
        const repaired = repair(schema, node);
        // Of a pipeline a lost option matters little; of a step or a task everything that is lost may be what a node refers to.
        if (kind !== 'pipeline' || repaired?.dropped !== false) incomplete.add(itemId(kind, nameOf(node)));
        return repaired === undefined ? [] : [build(repaired.item, exceptAbsences(faults, repaired.thinned))];
      });
  return {
    items: {
      steps: read('step', stepSchema, buildStep),
      tasks: read('task', taskSchema, buildTask),
      pipelines: read('pipeline', pipelineSchema, buildPipeline),
      deployments: read('deployment', deploymentSchema, buildDeployment),
      endpoints: read('endpoint', endpointSchema, buildEndpoint),
    },
    incomplete,
  };
}

const ABSENCES: ReadonlySet<string> = new Set(['SL1020', 'SL1028']);

/** A collector that does not hear of fields missing where the repair took fields away. */
function exceptAbsences(faults: DiagnosticCollector, thinned: ReadonlySet<number>): DiagnosticCollector {
  return {
    ...faults,
    error: (code, message, span, details) => {
      if (!ABSENCES.has(code) || span === undefined || !thinned.has(span.offset))
        faults.error(code, message, span, details);
    },
  };
}

function nameOf(node: YamlNode): string {
  const name = childOf(node, 'name');
  return name?.kind === 'scalar' ? name.source : '';
}
