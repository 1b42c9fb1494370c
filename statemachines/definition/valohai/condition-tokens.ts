/** A piece of a condition; `offset` counts UTF-16 units from the condition's start. */
export interface ConditionToken {
  readonly kind: 'number' | 'string' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly offset: number;
}

export interface ConditionFault {
  readonly message: string;
  readonly offset: number;
}

const SPACE = /[ \t\r\n\f]+/uy;
const NUMBER = /(?:0[xX][\da-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][+-]?\d+)?)/uy;
/** Dashes glue words that stand together without spaces, as in Valohai: `my-metric` is one name, `a - b` a difference. */
const NAME =
  /[\p{ID_Start}_][\p{ID_Continue}]*(?:-[\p{ID_Continue}]+)*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*(?:-[\p{ID_Continue}]+)*)*/uy;
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/uy;
const OPERATOR = /\/\/|==|!=|<=|>=|[<>+\-*/(){},]/uy;

export function tokenizeCondition(text: string): readonly ConditionToken[] | ConditionFault {
  const tokens: ConditionToken[] = [];
  let offset = 0;
  while (offset < text.length) {
    offset += match(SPACE, text, offset)?.length ?? 0;
    if (offset >= text.length) break;
    const token = nextToken(text, offset);
    if (token === undefined) return { message: faultAt(text, offset), offset };
    tokens.push(token);
    offset += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', offset: text.length });
  return tokens;
}

function nextToken(text: string, offset: number): ConditionToken | undefined {
  const number = match(NUMBER, text, offset);
  if (number !== undefined) return { kind: 'number', text: number, offset };
  const string = match(STRING, text, offset);
  if (string !== undefined) return { kind: 'string', text: string, offset };
  const name = match(NAME, text, offset);
  if (name !== undefined) return { kind: 'name', text: name, offset };
  const operator = match(OPERATOR, text, offset);
  return operator === undefined ? undefined : { kind: 'operator', text: operator, offset };
}

function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

const INSTEAD: Readonly<Record<string, string>> = {
  '=': '"==" compares',
  '&': 'write "and"',
  '|': 'write "or"',
  '!': 'write "not"',
};

function faultAt(text: string, offset: number): string {
  const character = text.charAt(offset);
  if (character === '"' || character === "'") return 'the text in quotes does not end';
  const instead = INSTEAD[character];
  return `"${character}" has no meaning here${instead === undefined ? '' : `; ${instead}`}`;
}
