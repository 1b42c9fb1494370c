import type { Template } from './states.ts';

/** Wraps an expression as Step Functions reads it. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** A JSONata text literal: JSON's escapes are JSONata's. */
export function jsonataText(text: string): string {
  return JSON.stringify(text);
}

/** The state's own input, unchanged: what every state of a machine hands on. */
export const sameInput = jsonata('$states.input');

/** How many points an axis of this run has. */
export function pointsOf(axis: string): string {
  return `$lookup($states.input.axes, ${jsonataText(axis)})`;
}

/** Answers of a branch or an iteration: how many failed in it. An expression, since validators take no plain number. */
export const noFailure = jsonata('0');
export const oneFailure = jsonata('1');

/** How many failed in the branches or iterations of a Parallel or Map, each of which answers a number. */
export const sumOfFailures = '$sum($states.result)';

/**
 * How often the run was redriven. The service leaves RedriveCount out of executions that were never; a child's begins anew
 * with each start of it, so that it adds what it was told at its start.
 */
export function redrives(isChild: boolean, from = '$states.input'): string {
  const own = '($states.context.Execution.RedriveCount ? $states.context.Execution.RedriveCount : 0)';
  return isChild ? `(${from}.redrives + ${own})` : own;
}

/** `<redrive count>.<retry count>`. */
export function attemptNumber(isChild: boolean, from?: string): string {
  return jsonata(`${redrives(isChild, from)} & "." & $states.context.State.RetryCount`);
}

/** Fields of the machine's input that every function is given. `from` is where the machine's input stands. */
export function runFields(from = '$states.input'): Readonly<Record<'project' | 'runId' | 'generation', Template>> {
  return {
    project: jsonata(`${from}.project`),
    runId: jsonata(`${from}.runId`),
    generation: jsonata(`${from}.generation`),
  };
}
