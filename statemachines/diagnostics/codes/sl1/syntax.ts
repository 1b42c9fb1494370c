import type { CodeEntry } from '../code-entry.ts';

/** Text that is no YAML, or no definition file. */
export const syntaxCodes = {
  SL1001: {
    title: 'the file is not valid YAML',
    explanation:
      'The YAML parser could not make sense of the text at this place. Most often the indentation is off by some spaces, a quote or bracket is not closed, or a value that holds ": " or " #" is not in quotes. Nothing else of the file is checked until this is put right.',
    wrong: `- step:
    name: train
   handler: slipway/train#default
`,
    right: `- step:
    name: train
    handler: slipway/train#default
`,
  },
  SL1002: {
    title: 'the same key is written twice in one mapping',
    explanation:
      'YAML allows each key once in a mapping; other tools silently take the last one, which hides mistakes. Keep one of the two.',
    wrong: `- step:
    name: train
    name: test
    handler: slipway/train#default
`,
    right: `- step:
    name: train
    handler: slipway/train#default
`,
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
    wrong: `- step:
    name: train
\thandler: slipway/train#default
`,
    right: `- step:
    name: train
    handler: slipway/train#default
`,
  },
  SL1007: {
    title: 'the file defines nothing',
    explanation: 'The file is empty or holds comments only. A definition is a list of steps and pipelines.',
    wrong: '# nothing yet\n',
    right: '- step: {name: train, handler: slipway/train#default}\n',
  },
  SL1008: {
    title: 'the top level is not a list of definitions',
    explanation:
      'A definition file is a list, each of whose items is a mapping with one key: step, task, pipeline, deployment, endpoint or blueprint.',
    wrong: 'step: {name: train, handler: slipway/train#default}\n',
    right: '- step: {name: train, handler: slipway/train#default}\n',
  },
  SL1009: {
    title: 'aliases make the file too large',
    explanation:
      'Anchors and aliases (&name, *name, <<) are expanded before the file is read. This file would grow beyond 100,000 values, or an alias stands inside of the very value that it names.',
    wrong: '- step: &again {name: train, handler: slipway/train#default, inputs: [*again]}\n',
    right: '- step: {name: train, handler: slipway/train#default, inputs: [{name: images}]}\n',
  },
  SL1010: {
    title: 'an alias names no anchor',
    explanation:
      '`*name` repeats the value that `&name` marked earlier in the file; there is no such anchor before this place.',
    wrong: '- step: {name: train, handler: slipway/train#default, inputs: *images}\n',
    right: `- step: {name: prepare, handler: slipway/preprocess#default, inputs: &images [{name: images}]}
- step: {name: train, handler: slipway/train#default, inputs: *images}
`,
  },
  SL1011: {
    title: 'the file holds several YAML documents',
    explanation:
      'Only one document can be read from a file; `---` starts another one. Put all definitions into one list, or into several files.',
    wrong: `- step: {name: train, handler: slipway/train#default}
---
- step: {name: predict, handler: slipway/predict#default}
`,
    right: `- step: {name: train, handler: slipway/train#default}
- step: {name: predict, handler: slipway/predict#default}
`,
  },
  SL1012: {
    title: 'an unknown kind of definition',
    explanation:
      'The items of the top-level list are known by their key: step, task, pipeline, deployment, endpoint, blueprint. Any other item is left out with this warning, as Valohai does.',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipelin: {name: main, nodes: [{name: train, type: execution, step: train}]}
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline: {name: main, nodes: [{name: train, type: execution, step: train}]}
`,
  },
  SL1013: {
    title: 'a YAML tag is not known',
    explanation:
      'Tags such as `!secret` or `!Ref` mean nothing in a definition file; the value is taken as if the tag were not there.',
    wrong: '- step: {name: !ref train, handler: slipway/train#default}\n',
    right: '- step: {name: train, handler: slipway/train#default}\n',
  },
  SL1014: {
    title: 'a key of a mapping is not plain text',
    explanation:
      'The keys of a definition are words. A list or a mapping used as a key comes from a stray "?" or from an unquoted "{" in a value, as in `name: {x}: y`.',
    wrong: '- step: {name: train, handler: slipway/train#default, {x}: y}\n',
    right: '- step: {name: train, handler: slipway/train#default}\n',
  },
} as const satisfies Readonly<Record<`SL1${number}`, CodeEntry>>;
