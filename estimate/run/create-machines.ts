import type { StepFunctionsEngine } from '../../engine/index.ts';
import type { CompiledPipeline } from '../../statemachines/asl/compiled-pipeline.ts';
import { invariant } from '../../statemachines/diagnostics/invariant.ts';

/** Makes a pipeline's machines on an engine, each behind those that it starts; the ARN of the main one. Names of functions are their placeholders. */
export async function createMachines(
  engine: Pick<StepFunctionsEngine, 'createStateMachine'>,
  { machines: [main, ...children] }: Pick<CompiledPipeline, 'machines'>,
  name = 'main',
): Promise<string> {
  invariant(main !== undefined, 'a compiled pipeline has a machine');
  const arns = new Map<string, string>();
  for (const machine of [...children, main]) {
    const substitutions = new Map(
      machine.functions.flatMap((each) =>
        each.kind === 'machine' ? [[each.placeholder, arns.get(each.machine)]] : [],
      ),
    );
    const { stateMachineArn = '' } = await engine.createStateMachine({
      name: machine === main ? name : `${name}-${machine.name}`,
      definition: machine.asl.replaceAll(
        /\$\{(\w+)\}/gu,
        (_, placeholder: string) => substitutions.get(placeholder) ?? placeholder,
      ),
      roleArn: 'arn:aws:iam::000000000000:role/states',
    });
    arns.set(machine.name, stateMachineArn);
  }
  return arns.get(main.name) ?? '';
}
