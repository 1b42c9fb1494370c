import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exitCodeHelp } from '../../cli/exit-codes.ts';
import { runWords } from './fake-terminal.ts';

describe('slipway', () => {
  it('prints help on stdout when asked, and on stderr when nothing was asked', async () => {
    const [asked, unasked] = [await runWords(['--help']), await runWords([])];
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' });
    expect(asked.stdout).toMatch(/^Usage: slipway \[options\] \[command\]/u);
    expect(unasked).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unasked.stderr).toMatch(/^Usage: slipway/u);
  });

  it.each([['--help'], ['run', '--help']])('lists the exit codes in the help of %j', async (...words) => {
    expect((await runWords(words)).stdout).toContain(exitCodeHelp);
  });

  it('prints the version', async () => {
    expect(await runWords(['--version'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) as string,
    });
  });

  it.each([
    [['validat'], "error: unknown command 'validat'\n(Did you mean validate?)"],
    [['validate', '--jsn', 'a.yaml'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
    [['validate'], "error: missing required argument 'file'"],
    [['graph', 'a.yaml', '--format', 'svg'], "error: option '--format <format>' argument 'svg' is invalid."],
    [['run', 'a.yaml', '--timeout', '-1'], "error: option '--timeout <seconds>' argument '-1' is invalid."],
    [['states'], "error: required option '--port <number>' not specified"],
    [['dev', '--port', '70000'], "error: option '--port <number>' argument '70000' is invalid."],
    [['run', 'valohai.yaml', '-p', 'epochs'], 'error: -p "epochs" has no value after "="'],
    [['run', 'valohai.yaml', '-i', '=x'], 'error: -i "=x" has no name before "="'],
    [['runs', 'list', '--endpoint-url', 'localhost:1'], 'error: "localhost:1" is not the address of an API'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, stdout, stderr } = await runWords(words);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('prints errors as JSON where JSON was asked for', async () => {
    const { exitCode, stderr } = await runWords(['runs', 'list', '--endpoint-url', 'nowhere', '--json']);
    expect(JSON.parse(stderr)).toEqual({
      type: 'error',
      exitCode,
      message: '"nowhere" is not the address of an API',
      hint: 'an address looks like https://api.example.com',
    });
  });
});

describe('slipway completion', () => {
  it.each(['bash', 'zsh', 'fish'])('names every command for %s', async (shell) => {
    const { exitCode, stdout } = await runWords(['completion', shell]);
    expect(exitCode).toBe(0);
    for (const word of ['validate', 'compile', 'runs', 'logs', 'artifacts', 'download', 'mermaid'])
      expect(stdout).toContain(word);
  });

  it('completes commands, subcommands, options and values in bash', async () => {
    const { stdout: script } = await runWords(['completion', 'bash']);
    const completions = (...words: string[]): readonly string[] => {
      const list = words.map((word) => `'${word}'`).join(' ');
      const program = `${script}\nCOMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _slipway; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return stdout.trim().split('\n');
    };
    expect(completions('slipway', 'va')).toEqual(['validate']);
    expect(completions('slipway', 'runs', 'st')).toEqual(['stop']);
    expect(completions('slipway', 'runs', 'list', '--lim')).toEqual(['--limit']);
    expect(completions('slipway', 'graph', 'a.yaml', '--format', 'm')).toEqual(['mermaid']);
  });
});
