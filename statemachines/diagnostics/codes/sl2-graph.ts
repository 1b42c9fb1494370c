import type { CodeEntry } from './code-entry.ts';

/** SL2xxx: what is wrong in the graph that a definition describes. */
export const graphCodes = {
  SL2001: {
    title: 'the file defines no pipeline',
    explanation:
      'Steps alone cannot be run: a pipeline says which of them run and what flows between them. Add an item `- pipeline:` with a name, nodes and edges.',
  },
  SL2002: {
    title: 'a pipeline that the file does not define',
    explanation: 'No pipeline of the file has the name asked for. Names are compared letter by letter.',
  },
  SL2003: {
    title: 'several pipelines, and none is named',
    explanation: 'The file defines more than one pipeline. Say which one is meant, with `--pipeline NAME`.',
  },
  SL2010: {
    title: 'an edge from or to an unknown node',
    explanation: 'Both ends of an edge, `node.type.key`, begin with the name of a node of the same pipeline.',
  },
  SL2011: {
    title: 'an edge from something that its node does not have',
    explanation:
      'The edge starts at a parameter or an input that the step of its node does not declare, so that nothing can flow along it. It still orders the two nodes.',
  },
  SL2012: {
    title: 'an edge to an input that the step does not have',
    explanation:
      'The step of the target node declares no such input, so that no file can arrive. The edge still orders the two nodes. Declare the input on the step, or correct the name.',
  },
  SL2013: {
    title: 'an edge to a parameter that the step does not have',
    explanation:
      'The step of the target node declares no such parameter, so that no value can arrive. The edge still orders the two nodes. Declare the parameter on the step, or correct the name.',
  },
  SL2014: {
    title: 'an edge between things that do not fit',
    explanation:
      'What can flow: output to input, input to input, parameter to parameter, metadata to parameter, output to a file of a deployment, and from a deployment to a parameter. Any other edge, unless it is a `dependency`, carries nothing; it only orders its two nodes.',
  },
  SL2015: {
    title: 'an output that the step does not declare',
    explanation:
      'The step lists its outputs, and the name or pattern of this edge matches none of them. Outputs need not be declared, so the file may still be written; more often the name is misspelt.',
  },
  SL2016: {
    title: 'an edge from a node to itself',
    explanation:
      'A node starts when the nodes that its edges come from have succeeded. One that waits for itself never starts.',
  },
  SL2017: {
    title: 'nodes that wait for each other',
    explanation:
      'Following the edges leads back to where one started, so that none of these nodes could ever start. The message names the way around; take one of its edges away.',
  },
  SL2018: {
    title: 'several edges that fill one parameter',
    explanation:
      'A parameter has one value. Of several edges to the same parameter of a node the last one written is used.',
  },
  SL2019: {
    title: 'the same edge twice',
    explanation: 'The edge is written twice; its files would arrive twice. Remove one of the two.',
  },
  SL2020: {
    title: 'an override of a parameter that the step does not have',
    explanation: 'An override changes parameters that the step declares; it cannot add one.',
  },
  SL2021: {
    title: 'an override of an input that the step does not have',
    explanation: 'An override changes inputs that the step declares; it cannot add one.',
  },
  SL2022: {
    title: 'a pipeline parameter that targets an unknown node',
    explanation: 'A target is `node.parameters.name`, and begins with the name of a node of the same pipeline.',
  },
  SL2023: {
    title: 'a pipeline parameter that targets a parameter which the step does not have',
    explanation: 'The step of the target node declares no such parameter. Declare it on the step, or correct the name.',
  },
  SL2024: {
    title: 'an override that the step cannot use',
    explanation:
      'A step with a `handler` runs a function, not a command in an image: overriding `image` or `command` changes nothing there.',
  },
  SL2030: {
    title: 'a sweep over a parameter that reaches no node',
    explanation:
      'The pipeline parameter has no target, so that every trial would be the same. Give the parameter `targets`, or take it out of the sweep.',
  },
  SL2031: {
    title: 'a gather of an axis that does not exist',
    explanation:
      "`gather` names axes of the pipeline's `sweep`, which are names of pipeline parameters; or it is `true`, for all.",
  },
  SL2032: {
    title: 'a gather with nothing to gather',
    explanation:
      'No node before this one runs over the axis, so that there is only one trial to collect. Gather further down, or take `gather` away.',
  },
  SL2033: {
    title: 'a node that gathers an axis and takes its value too',
    explanation:
      'A node that gathers an axis runs once for all of its values, so that a parameter which the axis sets would have them all. Only a parameter with `multiple` can; take the target or the `gather` away.',
  },
  SL2034: {
    title: 'a value of a sweep that its parameter does not take',
    explanation:
      'Every value of an axis goes to the parameters that the pipeline parameter targets, and must be of their type, among their choices and within their range; otherwise that trial would certainly fail.',
  },
  SL2035: {
    title: 'a task that varies a parameter which the step does not have',
    explanation:
      'The step declares no such parameter, so that every trial would be the same; the parameter is left out.',
  },
  SL2036: {
    title: 'a trial with a value that its parameter does not take',
    explanation:
      'A trial of the task gives a parameter a value of another type, or one that is not among its choices or within its range.',
  },
  SL2037: {
    title: 'a search that is carried out in another way',
    explanation:
      'Bayesian search chooses each batch of trials from the results before it. This version draws all trials at random, with a seed, from the same rules.',
  },
  SL2038: {
    title: 'a default of a pipeline parameter that a target does not take',
    explanation:
      'The default goes to the parameters that the pipeline parameter targets, and does not fit one of them. A run that gives another value is not affected.',
  },
  SL2039: {
    title: 'a stop condition that is not evaluated',
    explanation:
      'This version does not stop an execution by a condition of its step: it runs to its end. The condition of a task is evaluated: where a trial meets it, the others stop.',
  },
  SL2040: {
    title: 'a node that nothing leads to or from',
    explanation:
      'The pipeline has edges, but none of them touches this node, and no parameter of the pipeline does either. It runs by itself at the start; often an edge was forgotten.',
  },
  SL2041: {
    title: 'an input that nothing fills',
    explanation:
      'The input is not optional, has no default, and no edge leads to it: every run must be given it, with `-i name=path-or-uri`.',
  },
  SL2042: {
    title: 'an expression of "depends" that cannot be read',
    explanation:
      '`depends` joins nodes of the pipeline by `&&`, `||`, `!` and parentheses. A node stands for its success, or has a result behind a dot: Succeeded, Failed, Errored, Skipped, Omitted, AnySucceeded, AllFailed.',
  },
  SL2043: {
    title: '"depends" names an unknown node',
    explanation: 'Every name in `depends` is a node of the same pipeline.',
  },
  SL2044: {
    title: 'memory or storage of a built-in step',
    explanation:
      'The function of a built-in handler comes with the platform and is shared by all pipelines, so that `memory` and `storage` of a step do not change it. They size the function of a handler of your own.',
  },
  SL2045: {
    title: 'a node that waits for one of "finally", or the other way round',
    explanation:
      'The nodes of `finally` run behind all others and whatever became of them. Nothing else can wait for one, and their own `depends` names only each other; what became of the rest they see in `when`, as `run.status`, `run.failed-nodes` and `<node>.status`.',
  },
  SL2046: {
    title: 'a name in "when" that has no value',
    explanation:
      '`when` is decided before the node runs. It can name parameters of the node and of the pipeline (`parameter.name`), and of nodes that come before `<node>.metadata.<key>`, `<node>.parameter.<name>` and `<node>.status`; in `finally` also `run.status` and `run.failed-nodes`.',
  },
  SL2047: {
    title: 'a name in the stop condition of a task that no trial has',
    explanation:
      'The condition is looked at whenever a trial has printed something, and sees that trial alone: its metadata (`metadata.key`, or `key` alone) and its parameters (`parameter.name`).',
  },
  SL2048: {
    title: 'a nested pipeline with a sweep or with finally',
    explanation:
      'A node of type `pipeline` runs another pipeline of the file as one node. Axes and `finally` belong to the run as a whole: put `sweep` on the outer pipeline, with the nested pipeline’s parameters as targets, and the nodes of `finally` into the outer pipeline.',
  },
  SL2049: {
    title: 'an edge that takes nothing of a nested pipeline',
    explanation:
      'What a nested pipeline writes and prints is that of its nodes: an edge names the node first, as in `[NESTED.output.train.model*, use.input.model]`, where `train` is a node of the nested pipeline.',
  },
} as const satisfies Readonly<Record<`SL2${number}`, CodeEntry>>;
