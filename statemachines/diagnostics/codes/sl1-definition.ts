import type { CodeEntry } from './code-entry.ts';

/** SL1xxx: what is wrong in the text, shape and names of a definition file. */
export const definitionCodes = {
  SL1001: {
    title: 'the file is not valid YAML',
    explanation:
      'The YAML parser could not make sense of the text at this place. Most often the indentation is off by some spaces, a quote or bracket is not closed, or a value that holds ": " or " #" is not in quotes. Nothing else of the file is checked until this is put right.',
  },
  SL1002: {
    title: 'the same key is written twice in one mapping',
    explanation:
      'YAML allows each key once in a mapping; other tools silently take the last one, which hides mistakes. Keep one of the two.',
  },
  SL1003: {
    title: 'the file is too large',
    explanation:
      'A definition file may have up to 1 MB of text. Move data out of the definition: long lists of values belong into an input file or into the parameters of a run.',
  },
  SL1004: {
    title: 'the file is nested too deeply',
    explanation: 'Mappings and lists may be nested 64 levels deep; no pipeline needs more than about ten.',
  },
  SL1005: {
    title: 'the file holds characters that are not text',
    explanation:
      'A definition is text in UTF-8. NUL and other control characters, or halves of surrogate pairs, mean that the file is of another kind or was damaged or saved in another encoding. Save it as UTF-8.',
  },
  SL1006: {
    title: 'a tab is used for indentation',
    explanation: 'YAML forbids tabs in indentation, because their width differs from editor to editor. Use spaces.',
  },
  SL1007: {
    title: 'the file defines nothing',
    explanation: 'The file is empty or holds comments only. A definition is a list of steps and pipelines.',
  },
  SL1008: {
    title: 'the top level is not a list of definitions',
    explanation:
      'A definition file is a list, each of whose items is a mapping with one key: step, task, pipeline, deployment, endpoint or blueprint.',
  },
  SL1009: {
    title: 'aliases make the file too large',
    explanation:
      'Anchors and aliases (&name, *name, <<) are expanded before the file is read. This file would grow beyond 100,000 values, or an alias stands inside of the very value that it names.',
  },
  SL1010: {
    title: 'an alias names no anchor',
    explanation:
      '`*name` repeats the value that `&name` marked earlier in the file; there is no such anchor before this place.',
  },
  SL1011: {
    title: 'the file holds several YAML documents',
    explanation:
      'Only one document can be read from a file; `---` starts another one. Put all definitions into one list, or into several files.',
  },
  SL1012: {
    title: 'an unknown kind of definition',
    explanation:
      'The items of the top-level list are known by their key: step, task, pipeline, deployment, endpoint, blueprint. Any other item is left out with this warning, as Valohai does.',
  },
  SL1013: {
    title: 'a YAML tag is not known',
    explanation:
      'Tags such as `!secret` or `!Ref` mean nothing in a definition file; the value is taken as if the tag were not there.',
  },
  SL1014: {
    title: 'a key of a mapping is not plain text',
    explanation:
      'The keys of a definition are words. A list or a mapping used as a key comes from a stray "?" or from an unquoted "{" in a value, as in `name: {x}: y`.',
  },
  SL1020: {
    title: 'a required field is missing',
    explanation: 'The object cannot be used without this field.',
  },
  SL1021: {
    title: 'an unknown field',
    explanation:
      'The object has no such field. Fields that Slipway does not know are refused, since a misspelt option would otherwise be ignored in silence.',
  },
  SL1022: {
    title: 'a value of the wrong type',
    explanation:
      'The field takes another type of value: text, number, true/false, a list or a mapping. Text that looks like a number or like true/false needs quotes.',
  },
  SL1023: {
    title: 'a value that is not among those allowed',
    explanation: 'The field takes one of a few words.',
  },
  SL1024: {
    title: 'a number outside of the range allowed',
    explanation: 'The field takes numbers within limits.',
  },
  SL1025: {
    title: 'text that does not fit its field',
    explanation: 'The text is empty, too long, or has characters that the field does not allow.',
  },
  SL1026: {
    title: 'a duration that cannot be read',
    explanation:
      'A duration is a whole number of seconds, or numbers with the units s, m, h, d and w, such as "1h 30m 5s".',
  },
  SL1027: {
    title: 'a size that cannot be read',
    explanation: 'A size is a whole number of MiB, or a number with a unit, such as "512 MB" or "2 GB".',
  },
  SL1028: {
    title: 'fields that exclude each other, or of which one is needed',
    explanation: 'Exactly one of these fields must be given.',
  },
  SL1029: {
    title: 'a handler that cannot be read',
    explanation:
      'A handler is `path#export`: the path of a TypeScript or JavaScript file beside the definition, and the name of the function it exports. The built-in steps are slipway/preprocess#default, slipway/train#default and slipway/predict#default.',
  },
  SL1030: {
    title: 'an expression that cannot be read',
    explanation:
      'A condition compares values: names such as metadata.accuracy, numbers, text in quotes, with ==, !=, <, <=, >, >=, in, is, and, or, not, + - * / // and abs(), min(), max(). Comparisons cannot be chained. Nesting ends at eight levels.',
  },
  SL1031: {
    title: 'a schedule that cannot be read',
    explanation:
      'A schedule is an EventBridge Scheduler expression: rate(1 hour), cron(0 6 * * ? *) with six fields, or at(2030-01-31T06:00:00).',
  },
  SL1032: {
    title: 'a condition calls an unknown function',
    explanation:
      'The functions of a condition are abs(), min() and max(). Any other makes the condition fail when it is evaluated, so that its action never happens.',
  },
  SL1040: {
    title: 'two nodes of a pipeline have the same name',
    explanation: 'Edges find their nodes by name, so each node of a pipeline needs a name of its own.',
  },
  SL1041: {
    title: 'two definitions have the same name',
    explanation: 'Of two definitions with one name only the last is found, as in Valohai. Rename one, or remove it.',
  },
  SL1042: {
    title: 'a node uses a step that does not exist',
    explanation: 'The `step` of a node names a step of the same file.',
  },
  SL1043: {
    title: 'a node uses a task that does not exist',
    explanation: 'The `task` of a node names a task of the same file.',
  },
  SL1044: {
    title: 'a task uses a step that does not exist',
    explanation:
      'The `step` of a task names a step of the same file. It is an error when a pipeline uses the task, else a warning.',
  },
  SL1045: {
    title: 'a node uses a deployment that the file does not define',
    explanation: 'The deployment may exist on the platform; nothing in this file says so.',
  },
  SL1046: {
    title: 'a node uses an endpoint that the file does not define',
    explanation: 'The endpoint may exist on the platform; nothing in this file says so.',
  },
  SL1047: {
    title: 'a node uses a pipeline that does not exist',
    explanation: 'The `pipeline` of a node names another pipeline of the same file.',
  },
  SL1048: {
    title: 'pipelines that contain each other',
    explanation: 'A pipeline that holds itself, directly or through other pipelines, would never end.',
  },
  SL1049: {
    title: '"finally" names a node that does not exist',
    explanation: '`finally` lists nodes of the same pipeline, which then run whatever happened to the others.',
  },
  SL1050: {
    title: 'a sweep over a parameter that the pipeline does not have',
    explanation:
      'The axes of a sweep are parameters of the pipeline; declare them under `parameters` with the nodes that take them.',
  },
  SL1051: {
    title: 'a schedule sets a parameter that the pipeline does not have',
    explanation: 'A schedule can set only the parameters that the pipeline declares.',
  },
  SL1060: {
    title: 'an edge that cannot be read',
    explanation: 'An edge is [source, target], or a mapping with source, target and configuration.',
  },
  SL1061: {
    title: 'an end of an edge that does not have three parts',
    explanation:
      'Both ends of an edge are written node.type.key, such as train.output.model*. The key may hold dots itself.',
  },
  SL1062: {
    title: 'an end of an edge of an unknown type',
    explanation:
      'The middle part says what flows: dependency, deployment, environment-variable, file, input, metadata, output or parameter.',
  },
  SL1063: {
    title: 'a plural in an edge',
    explanation:
      "The types of an edge are singular. Valohai's server takes inputs, outputs and parameters, while its own linter refuses them; Slipway takes them with this warning.",
  },
  SL1064: {
    title: 'a target of a pipeline parameter that cannot be read',
    explanation:
      "A target is written node.parameter.name: the parameter of a node that takes the value of the pipeline's parameter.",
  },
  SL1065: {
    title: 'a pipeline parameter that sets something else than a parameter',
    explanation: 'Pipeline parameters can only set parameters of nodes.',
  },
  SL1070: {
    title: 'a flag with several values',
    explanation: 'A flag is either there or not, so it cannot be multiple.',
  },
  SL1071: {
    title: '"optional" on a flag',
    explanation: 'Flags are always optional.',
  },
  SL1072: {
    title: '"pass-as" together with "pass-true-as"',
    explanation: 'Both say how a true flag is passed; pass-true-as wins.',
  },
  SL1073: {
    title: '"pass-true-as" or "pass-false-as" on something else than a flag',
    explanation: 'Only flags are passed as true or false; the option has no effect here.',
  },
  SL1074: {
    title: 'a default that the parameter itself would refuse',
    explanation:
      "The default does not fit the parameter's type, range or choices. A run that does not set the parameter will fail.",
  },
  SL1075: {
    title: 'a smallest value above the largest',
    explanation: 'No value can satisfy both limits.',
  },
  SL1077: {
    title: 'a runtime configuration preset without an environment',
    explanation: 'A preset belongs to an environment; name the environment too.',
  },
  SL1080: {
    title: 'an unknown "when" of an action',
    explanation: 'Actions are taken at node-complete, node-starting or node-error; any other never happens.',
  },
  SL1081: {
    title: 'an unknown "then" of an action',
    explanation: 'An action does noop, stop-pipeline, error-pipeline or require-approval; anything else is ignored.',
  },
  SL1082: {
    title: 'a pipeline parameter without targets',
    explanation: 'No node takes the value, so that setting the parameter changes nothing.',
  },
  SL1083: {
    title: 'parameter sets without manual search',
    explanation: 'Only tasks of type manual_search use parameter-sets.',
  },
  SL1084: {
    title: 'an option that only optimisation uses',
    explanation:
      'engine, optimization-target-metric and optimization-target-value are used by tasks of type bayesian_tpe only.',
  },
  SL1085: {
    title: 'a deployment without a target',
    explanation:
      'Valohai deploys to the cluster in defaults.target; without it the deployment must be given one on the platform.',
  },
  SL1086: {
    title: 'rules that make no values',
    explanation:
      "The style of a task's parameter needs certain rules to make its values: single needs value, multiple needs items, linear start and end, logspace start (or min), end (or max) and count, random min and max.",
  },
  SL1087: {
    title: 'an unknown field of an override',
    explanation:
      'An override can change image, command, parameters, inputs, mounts, environment, runtime-config-preset and environment-variables; anything else is ignored.',
  },
  SL1088: {
    title: 'a pipeline without nodes',
    explanation: 'There is nothing to run.',
  },
  SL1089: {
    title: 'manual search without parameter sets',
    explanation: 'A task of type manual_search runs one trial for each of its parameter-sets; there are none.',
  },
  SL1090: {
    title: 'a sweep without values',
    explanation: 'An axis with no values makes no trials, and a sweep without axes is no sweep.',
  },
  SL1091: {
    title: 'the same value twice on an axis',
    explanation: 'A trial is never run twice within a sweep; the second one is left out.',
  },
  SL1099: {
    title: 'too many faults',
    explanation: 'Only the first 100 faults are shown. Put those right first; many of the others may follow from them.',
  },
} as const satisfies Readonly<Record<`SL1${number}`, CodeEntry>>;
