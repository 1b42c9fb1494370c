import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../../statemachines/asl/permissions.ts';
import { compilePipeline } from '../../../statemachines/compile.ts';
import { fixtureCases } from '../fixture-cases.ts';

const cases = fixtureCases('compiled');

function permissions(name: string) {
  const found = cases.find((each) => each.name === name);
  return compilePipeline(found?.text ?? '', 'valohai.yaml').value?.machines[0]?.permissions;
}

describe('permissionsOf', () => {
  it('lets a machine call exactly the functions that it names', () => {
    expect(permissions('hoisted-sweep')).toEqual([
      {
        actions: ['lambda:InvokeFunction'],
        resources: [
          '${Platform_finish_run}',
          '${Platform_record_failure}',
          '${Step_steps_ts_predict}',
          '${Step_steps_ts_preprocess}',
          '${Step_steps_ts_train}',
        ],
      },
    ]);
  });

  it('lets a Distributed Map start, follow, stop and redrive its own executions and read its items', () => {
    expect(permissions('sweep-distributed')?.slice(1)).toEqual([
      { actions: ['states:StartExecution'], resources: ['${Machine}'] },
      {
        actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
        resources: ['${MachineExecutions}'],
      },
      { actions: ['s3:GetObject'], resources: ['${Items}'] },
    ]);
  });

  it('knows every integration of every pipeline compiled here, and no other', () => {
    for (const { text, options } of cases) {
      const [machine] = compilePipeline(text, 'valohai.yaml', options).value?.machines ?? [];
      expect(permissionsOf(JSON.parse(machine?.asl ?? '{}'))).toEqual(machine?.permissions);
    }
    const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: {} };
    const nested = { Type: 'Parallel', Branches: [{ StartAt: 'a', States: { a: task } }] };
    expect(() => permissionsOf({ StartAt: 'p', States: { p: nested } })).toThrow('arn:aws:states:::sqs:sendMessage');
  });
});
