import type { CodeEntry } from './code-entry.ts';

/** SL6xxx: what is wrong with the files of this machine that a command was given. */
export const commandLineCodes = {
  SL6001: {
    title: 'the pipeline file cannot be read',
    explanation:
      'The path leads to no file, to a directory, or to a file that may not be read. Give the path of the pipeline file itself, such as valohai.yaml.',
  },
  SL6002: {
    title: 'an input names a file that is not there',
    explanation:
      "An input's default is a path beside the pipeline file, or was given with -i as a path from the current folder, and no file is there. Put the file in its place, give another one with -i <input>=<path>, or give a URI such as s3://bucket/key.",
  },
  SL6003: {
    title: 'the code of a handler cannot be bundled',
    explanation:
      "A step's handler is a function in a file beside the pipeline file, which is bundled with everything that it imports. The file is missing, does not export that name, or does not compile.",
  },
} as const satisfies Readonly<Record<`SL6${number}`, CodeEntry>>;
