import type { CodeEntry } from '../code-entry.ts';

/** Edges and targets that cannot be read. */
export const pipelineCodes = {
  SL1060: {
    title: 'an edge that cannot be read',
    explanation: 'An edge is [source, target], or a mapping with source, target and configuration.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [train.output.model*]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.output.model*, predict.input.models]]
`,
  },
  SL1061: {
    title: 'an end of an edge that does not have three parts',
    explanation:
      'Both ends of an edge are written node.type.key, such as train.output.model*. The key may hold dots itself.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.model, predict.input.models]]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.output.model*, predict.input.models]]
`,
  },
  SL1062: {
    title: 'an end of an edge of an unknown type',
    explanation:
      'The middle part says what flows: dependency, deployment, environment-variable, file, input, metadata, output or parameter.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.output.model*, predict.inptu.models]]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.output.model*, predict.input.models]]
`,
  },
  SL1063: {
    title: 'a plural in an edge',
    explanation:
      "The types of an edge are singular. Valohai's server takes inputs, outputs and parameters, while its own linter refuses them; Slipway takes them with this warning.",
    wrong: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.outputs.model*, predict.inputs.models]]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default, inputs: [{name: models}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}, {name: predict, type: execution, step: predict}]
    edges: [[train.output.model*, predict.input.models]]
`,
  },
  SL1064: {
    title: 'a target of a pipeline parameter that cannot be read',
    explanation:
      "A target is written node.parameter.name: the parameter of a node that takes the value of the pipeline's parameter.",
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.epochs]}]
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
`,
  },
  SL1065: {
    title: 'a pipeline parameter that sets something else than a parameter',
    explanation: 'Pipeline parameters can only set parameters of nodes.',
    wrong: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.input.epochs]}]
`,
    right: `- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    parameters: [{name: epochs, targets: [train.parameter.epochs]}]
`,
  },
} as const satisfies Readonly<Record<`SL1${number}`, CodeEntry>>;
