import type { StepFunctionsEngine } from '../engine/index.ts';

/** The names of all executions that have not ended, of every machine. */
export async function runningExecutions(engine: StepFunctionsEngine): Promise<readonly string[]> {
  const names: string[] = [];
  const machines = pages((page) => engine.listStateMachines(page));
  for await (const { stateMachines = [] } of machines) {
    for (const { stateMachineArn } of stateMachines) {
      const running = pages((page) => engine.listExecutions({ stateMachineArn, statusFilter: 'RUNNING', ...page }));
      for await (const { executions = [] } of running) {
        names.push(...executions.flatMap(({ name }) => (name === undefined ? [] : [name])));
      }
    }
  }
  return names;
}

/** A page holds 100 unless told: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
async function* pages<Page extends { readonly nextToken?: string | undefined }>(
  ask: (page: { readonly maxResults: number; readonly nextToken?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  let next: { readonly nextToken?: string } | undefined = {};
  while (next !== undefined) {
    const page: Page = await ask({ maxResults: 1000, ...next });
    yield page;
    next = page.nextToken === undefined ? undefined : { nextToken: page.nextToken };
  }
}
