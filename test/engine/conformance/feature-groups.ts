import { api } from './api.ts';
import { choiceOperatorCases } from './choice-operators.ts';
import { choiceState } from './choice-state.ts';
import { contextObject } from './context-object.ts';
import { distributedMap } from './distributed-map.ts';
import { failures } from './failures.ts';
import type { FeatureGroup } from './feature.ts';
import { functions } from './functions.ts';
import { inlineMap } from './inline-map.ts';
import { integrations } from './integrations.ts';
import { operations } from './operations.ts';
import { parallelState } from './parallel-state.ts';
import { languages } from './languages.ts';
import { limits } from './limits.ts';
import { passState } from './pass-state.ts';
import { retryAndCatch } from './retry-catch.ts';
import { running } from './running.ts';
import { succeedAndFail } from './succeed-fail-states.ts';
import { taskState } from './task-state.ts';
import { timeouts } from './timeouts.ts';
import { tokens } from './tokens.ts';
import { variables } from './variables.ts';
import { waitState } from './wait-state.ts';

/** The groups of docs/stepfunctions.md in their order. A new file of features is named here. */
export const featureGroups: readonly FeatureGroup[] = [
  passState,
  waitState,
  succeedAndFail,
  choiceState,
  choiceOperatorCases,
  functions,
  taskState,
  retryAndCatch,
  parallelState,
  inlineMap,
  variables,
  contextObject,
  timeouts,
  tokens,
  languages,
  limits,
  failures,
  distributedMap,
  integrations,
  operations,
  api,
  running,
];
