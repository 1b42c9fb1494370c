import { knownActions } from './known-actions.ts';
import { namesInPipeline } from './names-in-pipeline.ts';
import { nestedPipelinesEnd } from './nested-pipelines-end.ts';
import { parameterDefaults } from './parameter-defaults.ts';
import { parameterOptions } from './parameter-options.ts';
import { presetsHaveEnvironments } from './presets-have-environments.ts';
import type { Rule } from './rule.ts';
import { stepsOfNodes } from './steps-of-nodes.ts';
import { stepsOfTasks } from './steps-of-tasks.ts';
import { taskOptions } from './task-options.ts';
import { uniqueNames } from './unique-names.ts';

export const allRules: readonly Rule[] = [
  uniqueNames,
  stepsOfNodes,
  stepsOfTasks,
  nestedPipelinesEnd,
  namesInPipeline,
  parameterOptions,
  parameterDefaults,
  presetsHaveEnvironments,
  knownActions,
  taskOptions,
];
