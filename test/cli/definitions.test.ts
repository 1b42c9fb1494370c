import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWords } from './fake-terminal.ts';

const sound = `- step: { name: fit, handler: steps.ts#fit, parameters: [{ name: epochs, type: integer, default: 2 }] }
- pipeline:
    name: main
    nodes:
      - { name: first, type: execution, step: fit }
      - { name: second, type: execution, step: fit }
    edges:
      - [first.output.*, second.dependency.after]
`;

const faulty = `- step:
    name: prepare
    handler: steps.ts#prepare
    parameters:
      - name: size
        type: integr
- step:
    name: fit
    handlr: steps.ts#fit
    handler: steps.ts#fit
- pipeline:
    name: main
    nodes:
      - { name: first, type: execution, step: fit }
      - { name: second, type: execution, step: fit }
      - { name: third, type: execution, step: prepar }
    edges:
      - [first.output.*, second.input.data]
      - [second.output.*, first.input.data]
      - [missing.output.*, second.input.data]
      - [second.output.*, second.input.data]
`;

let folder = '';
const shown = (name: string) => relative(process.cwd(), join(folder, name));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-cli-'));
  await writeFile(join(folder, 'valohai.yaml'), sound);
  await writeFile(join(folder, 'steps.ts'), 'export async function fit() {}\n');
  await writeFile(join(folder, 'faulty.yaml'), faulty);
  await writeFile(join(folder, 'empty.yaml'), '');
  await mkdir(join(folder, 'nested'));
  await writeFile(join(folder, 'nested', 'valohai.yaml'), sound);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = (...words: string[]) => runWords(words, { folder });

describe('slipway validate', () => {
  it('finds nothing wrong with a sound file', async () => {
    expect(await run('validate', 'valohai.yaml', '--json')).toEqual({
      exitCode: 0,
      stdout: '{"valid":true,"diagnostics":[]}\n',
      stderr: '',
    });
  });

  it('reports six different faults of one file, each at its place, in order', async () => {
    const { exitCode, stdout } = await run('validate', 'faulty.yaml', '--json');
    const { valid, diagnostics } = JSON.parse(stdout) as {
      readonly valid: boolean;
      readonly diagnostics: readonly {
        readonly severity: string;
        readonly code: string;
        readonly line: number;
        readonly file: string;
      }[];
    };
    expect({ exitCode, valid }).toEqual({ exitCode: 2, valid: false });
    const errors = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, file, line }) => `${file}:${line} ${code}`);
    expect(errors).toEqual([
      'faulty.yaml:6 SL1023',
      'faulty.yaml:9 SL1021',
      'faulty.yaml:16 SL1042',
      'faulty.yaml:18 SL2017',
      'faulty.yaml:20 SL2010',
      'faulty.yaml:21 SL2016',
    ]);
  });

  it('shows each with its line and a caret, and counts them on stderr', async () => {
    const { stdout, stderr } = await run('validate', 'faulty.yaml');
    expect(stdout).toContain(`faulty.yaml:6:15: error SL1023:`);
    expect(stdout).toContain('  6 |         type: integr\n    |               ^^^^^^\n');
    expect(stderr).toMatch(/^faulty\.yaml: 6 errors/u);
  });

  it('looks at every file, also after one that is not there', async () => {
    const { exitCode, stdout } = await run('validate', 'valohia.yaml', 'empty.yaml', '--json');
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Record<string, unknown>[] };
    expect(exitCode).toBe(2);
    expect(diagnostics).toMatchObject([
      {
        code: 'SL6001',
        file: 'valohia.yaml',
        message: 'there is no file "valohia.yaml"; did you mean "valohai.yaml"?',
      },
      { code: 'SL1007', file: 'empty.yaml' },
    ]);
  });

  it('finds handlers whose file is not there, from the folder of the definition', async () => {
    const { exitCode, stdout } = await run('validate', 'valohai.yaml', 'nested/valohai.yaml');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 2,
      stdout: `nested/valohai.yaml:1:31: error SL6003: the handler "steps.ts#fit" cannot be bundled
  1 | - step: { name: fit, handler: steps.ts#fit, parameters: [{ name: epochs, type: integer, default: 2 }] }
    |                               ^^^^^^^^^^^^
  hint: ${shown('nested/steps.ts')}: error: handler file does not exist; check the path before "#" in "handler"
`,
    });
  });

  it('finds an export that is not there, and code that does not parse, whatever packages are installed', async () => {
    const definitionOf = (handler: string) => sound.replace('steps.ts#fit', handler);
    await writeFile(join(folder, 'code.ts'), "import 'no-such-package';\nexport async function fitt() {}\n");
    await writeFile(join(folder, 'broken.ts'), 'export async function fit( {}\n');
    await writeFile(join(folder, 'no-export.yaml'), definitionOf('code.ts#fit'));
    await writeFile(join(folder, 'no-code.yaml'), definitionOf('broken.ts#fit'));
    await writeFile(join(folder, 'well.yaml'), definitionOf('code.ts#fitt'));
    const { stdout } = await run('validate', 'no-export.yaml', 'no-code.yaml', 'well.yaml', '--json');
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Record<string, unknown>[] };
    expect(diagnostics.map(({ file, code, hint }) => [file, code, hint])).toEqual([
      [
        'no-export.yaml',
        'SL6003',
        `${shown('code.ts')}: error: handler file has no export "fit"; it exports "fitt"; export an async function of that name`,
      ],
      ['no-code.yaml', 'SL6003', `${shown('broken.ts')}:2:1: error: expected ")" but found end of file`],
    ]);
  });

  it('takes built-in handlers for there', async () => {
    await writeFile(join(folder, 'built-in.yaml'), sound.replace('steps.ts#fit', 'slipway/train'));
    expect((await run('validate', 'built-in.yaml')).stdout).not.toContain('SL6003');
  });

  it('takes warnings for faults when it is strict', async () => {
    await writeFile(
      join(folder, 'warned.yaml'),
      sound.replace('first.output.*, second.dependency.after', 'first.output.*, second.input.data'),
    );
    const codes = [await run('validate', 'warned.yaml'), await run('validate', 'warned.yaml', '--strict')];
    expect(codes.map(({ exitCode }) => exitCode)).toEqual([0, 2]);
  });
});

describe('slipway compile', () => {
  it('prints the same state machine twice', async () => {
    const [first, second] = [await run('compile', 'valohai.yaml'), await run('compile', 'valohai.yaml')];
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toBe(second.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({ QueryLanguage: 'JSONata' });
  });

  it('writes machines and plan into a folder', async () => {
    const { stdout, stderr } = await run('compile', 'valohai.yaml', '--out', 'out/machines');
    expect({ stdout, stderr }).toEqual({
      stdout: '',
      stderr: 'wrote out/machines/main.asl.json\nwrote out/machines/plan.json\n',
    });
    expect((await readdir(join(folder, 'out/machines'))).sort()).toEqual(['main.asl.json', 'plan.json']);
    const printed = await run('compile', 'valohai.yaml');
    expect(await readFile(join(folder, 'out/machines/main.asl.json'), 'utf8')).toBe(printed.stdout);
  });

  it('prints everything as one object with --json', async () => {
    const { stdout } = await run('compile', 'valohai.yaml', '--json');
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual([
      'pipeline',
      'definitionHash',
      'structureHash',
      'machines',
      'plan',
    ]);
  });

  it.each([
    [['nested'], /"nested" is a directory.*\n.*name the file in it: nested\/valohai.yaml/u],
    [['empty.yaml'], /SL1007/u],
    [['absent/valohai.yaml'], /there is no file "absent\/valohai.yaml"/u],
    [
      ['valohai.yaml', '--pipeline', 'mian'],
      /SL2002: there is no pipeline "mian" in "valohai.yaml"; did you mean "main"\?/u,
    ],
    [['valohai.yaml', '--out', 'valohai.yaml'], /is a file, where a directory is needed/u],
  ])('refuses %j with one clear message', async (words, message) => {
    const { exitCode, stdout, stderr } = await run('compile', ...words);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /u);
    expect(stdout).toBe('');
    expect(exitCode).toBe(words.includes('--out') ? 1 : 2);
  });
});

describe('slipway explain', () => {
  it('says what a code means, however it is written', async () => {
    const { exitCode, stdout } = await run('explain', 'sl1021');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^SL1021: an unknown field\n\n/u);
  });

  it('knows that a code is none', async () => {
    const { exitCode, stderr } = await run('explain', 'SL9021');
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/^error: no diagnostic has the code "SL9021"/u);
  });
});
