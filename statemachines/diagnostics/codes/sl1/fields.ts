import type { CodeEntry } from '../code-entry.ts';

/** Fields that are missing, unknown, or hold what they must not. */
export const fieldCodes = {
  SL1020: {
    title: 'a required field is missing',
    explanation: 'The object cannot be used without this field.',
    wrong: '- step: {name: train, image: python}\n',
    right: '- step: {name: train, image: python, command: python train.py}\n',
  },
  SL1021: {
    title: 'an unknown field',
    explanation:
      'The object has no such field. Fields that Slipway does not know are refused, since a misspelt option would otherwise be ignored in silence.',
    wrong: '- step: {name: train, imge: python, command: python train.py}\n',
    right: '- step: {name: train, image: python, command: python train.py}\n',
  },
  SL1022: {
    title: 'a value of the wrong type',
    explanation:
      'The field takes another type of value: text, number, true/false, a list or a mapping. Text that looks like a number or like true/false needs quotes.',
    wrong: '- step: {name: 2024, handler: slipway/train#default}\n',
    right: '- step: {name: "2024", handler: slipway/train#default}\n',
  },
  SL1023: {
    title: 'a value that is not among those allowed',
    explanation: 'The field takes one of a few words.',
    wrong: '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: int}]}\n',
    right: '- step: {name: train, handler: slipway/train#default, parameters: [{name: epochs, type: integer}]}\n',
  },
  SL1024: {
    title: 'a number outside of the range allowed',
    explanation: 'The field takes numbers within limits.',
    wrong: '- endpoint: {name: digits, image: python, wsgi: "app:main", port: 80}\n',
    right: '- endpoint: {name: digits, image: python, wsgi: "app:main", port: 8080}\n',
  },
  SL1025: {
    title: 'text that does not fit its field',
    explanation: 'The text is empty, too long, or has characters that the field does not allow.',
    wrong: '- endpoint: {name: Digits, image: python, wsgi: "app:main"}\n',
    right: '- endpoint: {name: digits, image: python, wsgi: "app:main"}\n',
  },
  SL1026: {
    title: 'a duration that cannot be read',
    explanation:
      'A duration is a whole number of seconds, or numbers with the units s, m, h, d and w, such as "1h 30m 5s".',
    wrong: '- step: {name: train, handler: slipway/train#default, timeout: 15 fortnights}\n',
    right: '- step: {name: train, handler: slipway/train#default, timeout: 15m}\n',
  },
  SL1027: {
    title: 'a size that cannot be read',
    explanation: 'A size is a whole number of MiB, or a number with a unit, such as "512 MB" or "2 GB".',
    wrong: '- step: {name: train, handler: slipway/train#default, memory: 2 TB}\n',
    right: '- step: {name: train, handler: slipway/train#default, memory: 2 GB}\n',
  },
  SL1028: {
    title: 'fields that exclude each other, or of which one is needed',
    explanation: 'Exactly one of these fields must be given.',
    wrong: '- step: {name: train, handler: slipway/train#default, image: python, command: python train.py}\n',
    right: '- step: {name: train, handler: slipway/train#default}\n',
  },
  SL1029: {
    title: 'a handler that cannot be read',
    explanation:
      'A handler is `path#export`: the path of a TypeScript or JavaScript file beside the definition, and the name of the function it exports. The built-in steps are slipway/preprocess#default, slipway/train#default and slipway/predict#default.',
    wrong: '- step: {name: train, handler: steps/train.ts}\n',
    right: '- step: {name: train, handler: "steps/train.ts#default"}\n',
  },
  SL1030: {
    title: 'an expression that cannot be read',
    explanation:
      'A condition compares values: names such as metadata.accuracy, numbers, text in quotes, with ==, !=, <, <=, >, >=, in, is, and, or, not, + - * / // and abs(), min(), max(). Comparisons cannot be chained. Nesting ends at eight levels.',
    wrong: '- step: {name: train, handler: slipway/train#default, stop-condition: accuracy = 0.9}\n',
    right: '- step: {name: train, handler: slipway/train#default, stop-condition: accuracy >= 0.9}\n',
  },
  SL1031: {
    title: 'a schedule that cannot be read',
    explanation:
      'A schedule is an EventBridge Scheduler expression: rate(1 hour), cron(0 6 * * ? *) with six fields, or at(2030-01-31T06:00:00).',
    wrong: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    schedules: [0 6 * * *]
`,
    right: `- step: {name: train, handler: slipway/train#default}
- pipeline:
    name: main
    nodes: [{name: train, type: execution, step: train}]
    schedules: [cron(0 6 * * ? *)]
`,
  },
  SL1032: {
    title: 'a condition calls an unknown function',
    explanation:
      'The functions of a condition are abs(), min() and max(). Any other makes the condition fail when it is evaluated, so that its action never happens.',
    wrong: '- step: {name: train, handler: slipway/train#default, stop-condition: mean(accuracy) >= 0.9}\n',
    right: '- step: {name: train, handler: slipway/train#default, stop-condition: "max(accuracy, best) >= 0.9"}\n',
  },
} as const satisfies Readonly<Record<`SL1${number}`, CodeEntry>>;
