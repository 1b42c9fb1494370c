import type { CodeEntry } from './code-entry.ts';

/** SL5xxx: what is wrong with the values that a run is started with. */
export const startCodes = {
  SL5001: {
    title: 'a parameter that the pipeline does not have',
    explanation:
      'A run is given values for the parameters of its pipeline, by their names, or for a parameter of one node, as `<node>.<parameter>`.',
  },
  SL5002: {
    title: 'a value of the wrong type',
    explanation:
      'The value cannot be read as what the step declares: an integer, a number, a text, a flag (true or false).',
  },
  SL5003: {
    title: 'a value that is not among the choices',
    explanation: 'The parameter declares its `choices`, and the value is none of them.',
  },
  SL5004: {
    title: 'a value out of range',
    explanation: 'The parameter declares `min` or `max`, and the value lies outside.',
  },
  SL5005: {
    title: 'an input that the pipeline does not have',
    explanation:
      'A run is given files for `<input>`, wherever a node has an input of that name, or for `<node>.<input>`.',
  },
  SL5006: {
    title: 'an input that an edge fills',
    explanation:
      'The files of this input come from another node, and what the run gives would not be used. With `edge-merge-mode: append` on the node both are.',
  },
  SL5007: {
    title: 'a required input without files',
    explanation:
      'The input is not optional, nothing fills it, and the run was not given it. Use `-i name=path-or-uri`.',
  },
  SL5009: {
    title: 'a required parameter without a value',
    explanation:
      'The parameter is not optional, has no default, and nothing sets it. Give a value with `-p name=value`.',
  },
  SL5010: {
    title: 'a value for one node of a parameter that is swept',
    explanation:
      'An axis of the sweep gives the parameter another value in each trial. A value for the node alone would replace them all, and every trial would be the same. Give the values to the axis, by the name of the pipeline parameter: `-p lr=0.7`, or several as `-p lr=0.1,0.7`.',
  },
  SL5011: {
    title: 'a target that is no node of the pipeline',
    explanation:
      'A run with targets (`--target NODE`) runs these nodes and everything that they wait for. Each target is the name of a node as the pipeline has it.',
  },
  SL5101: {
    title: 'a handler has no code here',
    explanation:
      'A step names a handler that is neither a built-in step nor among the bundles that came with the registration. `slipway run` bundles and uploads handlers by itself; through the API, upload the bundle with POST /v1/code/<digest> and name the digest under `code`.',
  },
  SL5102: {
    title: 'the code of a handler was never uploaded',
    explanation:
      'The registration names a digest whose bundle is not in the bucket of the platform. Upload it with POST /v1/code/<digest>, then register again.',
  },
  SL5103: {
    title: 'the code of a handler is not deployed',
    explanation:
      'On AWS, functions are made by deployment alone, so that the API needs no right to make code run. Add the pipeline to the CDK app with SlipwayPipeline and deploy it. The local cloud makes the function by itself.',
  },
  SL5104: {
    title: 'Step Functions does not accept the state machine',
    explanation:
      'The service refused the Amazon States Language that Slipway made from a definition without faults. That is a fault of Slipway: please report it together with the definition file.',
  },
  SL5105: {
    title: 'a step that needs a container cannot run yet',
    explanation:
      'The definition is right, but steps with `image` and `command`, or with `compute: fargate` or `batch`, need a container, which this version of Slipway does not start. Give the step a `handler` instead of `image` and `command`: a built-in one such as slipway/train#default, or a TypeScript or JavaScript function of your own.',
  },
  SL5106: {
    title: 'a node of this kind cannot run yet',
    explanation:
      'The definition is right, but this version of Slipway runs no deployment nodes. Take the node out of the pipeline that is to run, or put it into a pipeline of its own.',
  },
  SL5107: {
    title: 'an input names a file that was not uploaded',
    explanation:
      'Functions read inputs from S3. `slipway run` uploads files beside the definition and those given with -i by itself; through the API, upload the file with POST /v1/artifacts and give its URI under `inputs`.',
  },
  SL5109: {
    title: 'a kind of search cannot be carried out yet',
    explanation:
      'The definition is right, but this version of Slipway runs grid, random and manual search. Choose one of these as the type of the task.',
  },
  SL5110: {
    title: 'an input lies in another project',
    explanation:
      'A run reads files of its own project, and of buckets that are not the platform’s. Download the file with a token of the project that it belongs to, and upload it to yours.',
  },
  SL5112: {
    title: 'a value of a rerun reaches a node that is not run again',
    explanation:
      'A rerun from a node runs this node and everything behind it; of all other nodes it takes the results of the former run. A new value that reaches one of those would be ignored. Rerun from that node, or start another run with `--reuse`, which runs exactly what a value changes.',
  },
  SL5111: {
    title: 'a handler asks for more than a function may have',
    explanation:
      'A handler runs in a Lambda function, which has at most 10,240 MB of memory and 10,240 MB of temporary storage. Lower `memory` or `storage` of the step, or split its work over the trials of a sweep.',
  },
} as const satisfies Readonly<Record<`SL5${number}`, CodeEntry>>;
