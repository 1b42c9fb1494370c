import type { CodeEntry } from '../code-entry.ts';

/** Options of parameters, actions, tasks and sweeps that have no effect, or no sense. */
export const optionCodes = {
  SL1070: {
    title: 'a flag with several values',
    explanation: 'A flag is either there or not, so it cannot be multiple.',
    wrong:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: verbose, type: flag, multiple: repeat}]}\n',
    right: '- step: {name: train, handler: slipway/train#default, parameters: [{name: verbose, type: flag}]}\n',
  },
  SL1071: {
    title: '"optional" on a flag',
    explanation: 'Flags are always optional.',
    wrong:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: verbose, type: flag, optional: true}]}\n',
    right: '- step: {name: train, handler: slipway/train#default, parameters: [{name: verbose, type: flag}]}\n',
  },
  SL1072: {
    title: '"pass-as" together with "pass-true-as"',
    explanation: 'Both say how a true flag is passed; pass-true-as wins.',
    wrong:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: verbose, type: flag, pass-as: -v, pass-true-as: --verbose}]}\n',
    right:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: verbose, type: flag, pass-true-as: --verbose}]}\n',
  },
  SL1073: {
    title: '"pass-true-as" or "pass-false-as" on something else than a flag',
    explanation: 'Only flags are passed as true or false; the option has no effect here.',
    wrong:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer, pass-true-as: --epochs}]}\n',
    right:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer, pass-as: "--epochs {value}"}]}\n',
  },
  SL1074: {
    title: 'a default that the parameter itself would refuse',
    explanation:
      "The default does not fit the parameter's type, range or choices. A run that does not set the parameter will fail.",
    wrong:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer, default: many}]}\n',
    right:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer, default: 5}]}\n',
  },
  SL1075: {
    title: 'a smallest value above the largest',
    explanation: 'No value can satisfy both limits.',
    wrong:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer, min: 10, max: 1}]}\n',
    right:
      '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer, min: 1, max: 10}]}\n',
  },
  SL1077: {
    title: 'a runtime configuration preset without an environment',
    explanation: 'A preset belongs to an environment; name the environment too.',
    wrong: '- step: {name: train, image: python, command: python train.py, runtime-config-preset: large}\n',
    right:
      '- step: {name: train, image: python, command: python train.py, environment: gpu, runtime-config-preset: large}\n',
  },
  SL1080: {
    title: 'an unknown "when" of an action',
    explanation: 'Actions are taken at node-complete, node-starting or node-error; any other never happens.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train, actions: [{when: node-completed, then: stop-pipeline}]}]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train, actions: [{when: node-complete, then: stop-pipeline}]}]
`,
  },
  SL1081: {
    title: 'an unknown "then" of an action',
    explanation: 'An action does noop, stop-pipeline, error-pipeline or require-approval; anything else is ignored.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train, actions: [{when: node-complete, then: stop}]}]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train, actions: [{when: node-complete, then: stop-pipeline}]}]
`,
  },
  SL1082: {
    title: 'a pipeline parameter without targets',
    explanation: 'No node takes the value, so that setting the parameter changes nothing.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs}]
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
`,
  },
  SL1083: {
    title: 'parameter sets without manual search',
    explanation: 'Only tasks of type manual_search use parameter-sets.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameter-sets: [{epochs: 2}, {epochs: 5}]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, type: manual_search, parameter-sets: [{epochs: 2}, {epochs: 5}]}
`,
  },
  SL1084: {
    title: 'an option that only optimisation uses',
    explanation:
      'engine, optimization-target-metric and optimization-target-value are used by tasks of type bayesian_tpe only.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}], optimization-target-metric: accuracy}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}], type: bayesian_tpe, optimization-target-metric: accuracy}
`,
  },
  SL1085: {
    title: 'a deployment without a target',
    explanation:
      'Valohai deploys to the cluster in defaults.target; without it the deployment must be given one on the platform.',
    wrong: '- deployment: {name: live}\n',
    right: '- deployment: {name: live, defaults: {target: cluster}}\n',
  },
  SL1086: {
    title: 'rules that make no values',
    explanation:
      "The style of a task's parameter needs certain rules to make its values: single needs value, multiple needs items, linear start and end, logspace start (or min), end (or max) and count, random min and max.",
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {value: 5}}]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}]}
`,
  },
  SL1087: {
    title: 'an unknown field of an override',
    explanation:
      'An override can change image, command, parameters, inputs, mounts, environment, runtime-config-preset and environment-variables; anything else is ignored.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train, override: {icon: flame}}]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train, override: {environment: gpu}}]
`,
  },
  SL1088: {
    title: 'a pipeline without nodes',
    explanation: 'There is nothing to run.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: []
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
`,
  },
  SL1089: {
    title: 'manual search without parameter sets',
    explanation: 'A task of type manual_search runs one trial for each of its parameter-sets; there are none.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, type: manual_search, parameters: [{name: epochs, style: multiple, rules: {items: [2, 5]}}]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- task: {name: search, step: train, type: manual_search, parameter-sets: [{epochs: 2}, {epochs: 5}]}
`,
  },
  SL1090: {
    title: 'a sweep without values',
    explanation: 'An axis with no values makes no trials, and a sweep without axes is no sweep.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
    sweep: {epochs: []}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
    sweep: {epochs: [2, 5]}
`,
  },
  SL1091: {
    title: 'the same value twice on an axis',
    explanation: 'A trial is never run twice within a sweep; the second one is left out.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
    sweep: {epochs: [2, 5, 2]}
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
    sweep: {epochs: [2, 5]}
`,
  },
  SL1099: {
    title: 'too many faults',
    explanation: 'Only the first 100 faults are shown. Put those right first; many of the others may follow from them.',
  },
} as const satisfies Readonly<Record<`SL1${number}`, CodeEntry>>;
