import type { CodeEntry } from './codes/code-entry.ts';
import { codes } from './codes.ts';

const CHAPTERS = {
  SL1: 'The text of a definition',
  SL2: 'The graph',
  SL3: 'The plan',
  SL4: 'The state machine',
  SL5: 'The start of a run',
  SL6: 'The command line',
} as const;

/** The page of all diagnostics in Markdown, in the order of their codes. */
export function errorsPage(): string {
  const all = Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1));
  const chapters = Object.entries(CHAPTERS).map(([prefix, title]) => {
    const entries = all.filter(([code]) => code.startsWith(prefix)).map(([code, entry]) => entryOf(code, entry));
    return [`## ${prefix}xxx: ${title}`, ...entries].join('\n\n');
  });
  const head = [
    '# Diagnostics',
    '<!-- Made by "npm run docs" from statemachines/diagnostics/codes. -->',
    'Every fault that Slipway finds in a definition or in the values of a run has a code. `slipway explain CODE` prints the same text.',
  ];
  return `${[...head, ...chapters].join('\n\n')}\n`;
}

function entryOf(code: string, { title, explanation, wrong, right }: CodeEntry): string {
  return [
    `### ${code}: ${title}`,
    explanation,
    ...(wrong === undefined ? [] : ['Wrong:', fenced(wrong)]),
    ...(right === undefined ? [] : ['Right:', fenced(right)]),
  ].join('\n\n');
}

function fenced(example: string): string {
  return `\`\`\`yaml\n${example.trimEnd()}\n\`\`\``;
}
