import type { CodeEntry } from '../code-entry.ts';

/** Names that are given twice, or to nothing. */
export const nameCodes = {
  SL1040: {
    title: 'two nodes of a pipeline have the same name',
    explanation: 'Edges find their nodes by name, so each node of a pipeline needs a name of its own.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: train, type: execution, step: train}]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: first, type: execution, step: train}, {name: second, type: execution, step: train}]
`,
  },
  SL1041: {
    title: 'two definitions have the same name',
    explanation: 'Of two definitions with one name only the last is found, as in Valohai. Rename one, or remove it.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- step: {name: train, handler: slipway/train#default}
`,
    right: '- step: {name: train, handler: slipway/train#default}\n',
  },
  SL1042: {
    title: 'a node uses a step that does not exist',
    explanation: 'The `step` of a node names a step of the same file.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: trian}]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
`,
  },
  SL1043: {
    title: 'a node uses a task that does not exist',
    explanation: 'The `task` of a node names a task of the same file.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}]}
- pipeline: {name: main, nodes: [{name: search, type: task, task: serach}]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}]}
- pipeline: {name: main, nodes: [{name: search, type: task, task: search}]}
`,
  },
  SL1044: {
    title: 'a task uses a step that does not exist',
    explanation:
      'The `step` of a task names a step of the same file. It is an error when a pipeline uses the task, else a warning.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: trian, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}]}
`,
  },
  SL1045: {
    title: 'a node uses a deployment that the file does not define',
    explanation: 'The deployment may exist on the platform; nothing in this file says so.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: deploy, type: deployment, deployment: live}]
`,
    right: `- deployment: {name: live, defaults: {target: cluster}}
- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: deploy, type: deployment, deployment: live}]
`,
  },
  SL1046: {
    title: 'a node uses an endpoint that the file does not define',
    explanation: 'The endpoint may exist on the platform; nothing in this file says so.',
    wrong: `- deployment: {name: live, defaults: {target: cluster}}
- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: deploy, type: deployment, deployment: live, endpoints: [digits]}]
`,
    right: `- deployment: {name: live, defaults: {target: cluster}}
- endpoint: {name: digits, image: python, wsgi: "app:main"}
- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: deploy, type: deployment, deployment: live, endpoints: [digits]}]
`,
  },
  SL1047: {
    title: 'a node uses a pipeline that does not exist',
    explanation: 'The `pipeline` of a node names another pipeline of the same file.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
- pipeline: {name: all, nodes: [{name: inner, type: pipeline, pipeline: mian}]}
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
- pipeline: {name: all, nodes: [{name: inner, type: pipeline, pipeline: main}]}
`,
  },
  SL1048: {
    title: 'pipelines that contain each other',
    explanation: 'A pipeline that holds itself, directly or through other pipelines, would never end.',
    wrong: `- pipeline: {name: a, nodes: [{name: inner, type: pipeline, pipeline: b}]}
- pipeline: {name: b, nodes: [{name: inner, type: pipeline, pipeline: a}]}
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
- pipeline: {name: all, nodes: [{name: inner, type: pipeline, pipeline: main}]}
`,
  },
  SL1049: {
    title: '"finally" names a node that does not exist',
    explanation: '`finally` lists nodes of the same pipeline, which then run whatever happened to the others.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    finally: [report]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: report, type: execution, step: train}]
    finally: [report]
`,
  },
  SL1050: {
    title: 'a sweep over a parameter that the pipeline does not have',
    explanation:
      'The axes of a sweep are parameters of the pipeline; declare them under `parameters` with the nodes that take them.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    sweep: {epochs: [2, 5]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
    sweep: {epochs: [2, 5]}
`,
  },
  SL1051: {
    title: 'a schedule sets a parameter that the pipeline does not have',
    explanation: 'A schedule can set only the parameters that the pipeline declares.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    schedules: [{expression: rate(1 day), parameters: {epochs: 5}}]
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
    schedules: [{expression: rate(1 day), parameters: {epochs: 5}}]
`,
  },
} as const satisfies Readonly<Record<`SL1${number}`, CodeEntry>>;
