export type * from './asl/index.ts';
export type { Clock, Timer } from './clock/clock.ts';
export { createRealClock } from './clock/real-clock.ts';
export { createVirtualClock } from './clock/virtual-clock.ts';
export { checkDefinition } from './definition/check-definition.ts';
export type { DefinitionProblem } from './definition/definition-problem.ts';
export { AWS_LIMITS, type EngineLimits } from './engine-limits.ts';
export type { EngineOptions } from './engine-options.ts';
export type { ExecutionStatusChangeEvent } from './executions/status-change-event.ts';
export type { StepFunctionsApi } from './executions/step-functions-api.ts';
export { StepFunctionsError, type StepFunctionsErrorCode } from './executions/step-functions-error.ts';
export type { Script, ScriptedOutcome, ScriptedTask } from './tasks/scripted-task.ts';
export { TaskError, type TaskCall, type TaskHandler, type TaskHandlers } from './tasks/task-call.ts';
export type { HistoryEvent } from './history/history-event.ts';
export { EngineFolderError } from './journal/engine-folder-error.ts';
export type { Json, JsonObject } from './json/json.ts';
export { StepFunctionsEngine } from './step-functions-engine.ts';
export {
  createStepFunctionsServer,
  startStepFunctionsServer,
  type RunningStepFunctionsServer,
} from './wire/step-functions-server.ts';
