import { builtInResources } from './built-in-resources.ts';
import { cycles } from './cycles.ts';
import { dependsNames } from './depends-names.ts';
import { edgeSources } from './edge-sources.ts';
import { edgeTargets } from './edge-targets.ts';
import { edgeTypes } from './edge-types.ts';
import { finallyNodes } from './finally-nodes.ts';
import { gathers } from './gathers.ts';
import type { GraphRule } from './graph-rule.ts';
import { handlerOverrides } from './handler-overrides.ts';
import { nestedPipelines } from './nested-pipelines.ts';
import { overrides } from './overrides.ts';
import { pipelineParameterDefaults } from './pipeline-parameter-defaults.ts';
import { pipelineParameterTargets } from './pipeline-parameter-targets.ts';
import { repeatedEdges } from './repeated-edges.ts';
import { searches } from './searches.ts';
import { selfEdges } from './self-edges.ts';
import { stopConditions } from './stop-conditions.ts';
import { sweepTargets } from './sweep-targets.ts';
import { sweepValues } from './sweep-values.ts';
import { taskParameters } from './task-parameters.ts';
import { undeclaredOutputs } from './undeclared-outputs.ts';
import { unfilledInputs } from './unfilled-inputs.ts';
import { unknownNodes } from './unknown-nodes.ts';
import { unusedNodes } from './unused-nodes.ts';
import { whenNames } from './when-names.ts';

/** Every check of a graph, in the order in which they speak. */
export const specifiedRules: readonly GraphRule[] = Object.freeze([
  unknownNodes,
  selfEdges,
  dependsNames,
  finallyNodes,
  whenNames,
  cycles,
  edgeTypes,
  edgeSources,
  edgeTargets,
  undeclaredOutputs,
  repeatedEdges,
  overrides,
  handlerOverrides,
  builtInResources,
  pipelineParameterTargets,
  pipelineParameterDefaults,
  taskParameters,
  searches,
  stopConditions,
  sweepTargets,
  sweepValues,
  gathers,
  nestedPipelines,
  unusedNodes,
  unfilledInputs,
]);
