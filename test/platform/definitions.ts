/** Two nodes in a row. */
export const chain = `
- step:
    name: prepare
    handler: slipway/preprocess#default
    parameters:
      - { name: rows, type: integer, default: 3 }
- step:
    name: train
    handler: slipway/train#default
    inputs:
      - { name: data }
- pipeline:
    name: chain
    nodes:
      - { name: prepare, type: execution, step: prepare }
      - { name: train, type: execution, step: train }
    edges:
      - [prepare.output.*, train.input.data]
`;

/** A person between a training and its use. */
export const approval = `
- step: { name: train, handler: slipway/train#default }
- step: { name: predict, handler: slipway/predict#default }
- pipeline:
    name: release
    nodes:
      - { name: train, type: execution, step: train }
      - { name: approve, type: approval, message: Good enough?, timeout: 1h }
      - { name: use, type: execution, step: predict }
    edges:
      - [train.dependency.*, approve.dependency.*]
      - [approve.dependency.*, use.dependency.*]
`;

/** A sweep over three values, and a node that gathers it. */
export function sweep(onChildError: string, values = '[1, 2, 3]'): string {
  return `
- step:
    name: train
    handler: slipway/train#default
    parameters:
      - { name: epochs, type: integer, default: 1 }
- step:
    name: summarise
    handler: slipway/predict#default
    inputs:
      - { name: models }
- task:
    name: epochs
    step: train
    type: grid_search
    on-child-error: ${onChildError}
    optimization-target-metric: accuracy
    parameters:
      - { name: epochs, style: multiple, rules: { items: ${values} } }
- pipeline:
    name: sweep
    nodes:
      - { name: train, type: task, task: epochs }
      - { name: summarise, type: execution, step: summarise }
    edges:
      - [train.output.*, summarise.input.models]
`;
}

/** A sweep of the pipeline's own, through two nodes. */
export const pipelineSweep = `
- step:
    name: prepare
    handler: slipway/preprocess#default
    parameters:
      - { name: place, type: string, default: a }
- step:
    name: train
    handler: slipway/train#default
    parameters:
      - { name: epochs, type: integer, default: 1 }
    inputs:
      - { name: data }
- step:
    name: predict
    handler: slipway/predict#default
    inputs:
      - { name: models }
- pipeline:
    name: pipeline-sweep
    parameters:
      - { name: place, default: a, target: prepare.parameter.place }
      - { name: epochs, default: 1, target: train.parameter.epochs }
    sweep:
      place: [a, b]
      epochs: [1, 2]
    nodes:
      - { name: prepare, type: execution, step: prepare }
      - { name: train, type: execution, step: train }
      - { name: predict, type: execution, step: predict, gather: true }
    edges:
      - [prepare.output.*, train.input.data]
      - [train.output.*, predict.input.models]
`;
