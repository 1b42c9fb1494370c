import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CompiledMachine } from '../statemachines/asl/compiled-pipeline.ts';

/** The compiler's own derivation with the ARNs of this deployment. A placeholder that nobody knows throws: no machine gets less than it needs, nor more. */
export function machineStatements(
  { permissions }: CompiledMachine,
  arns: ReadonlyMap<string, readonly string[]>,
): readonly PolicyStatement[] {
  return permissions.map(
    ({ actions, resources }) =>
      new PolicyStatement({
        actions: [...actions],
        resources: resources.flatMap((resource) => {
          const placeholder = /^\$\{(\w+)\}$/.exec(resource)?.[1];
          if (placeholder === undefined) return [resource];
          const found = arns.get(placeholder);
          if (found === undefined)
            throw new Error(`no ARN is known for "${resource}" of the state machine's permissions`);
          return found;
        }),
      }),
  );
}
