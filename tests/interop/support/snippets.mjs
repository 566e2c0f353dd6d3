// The code that the window offers for checking a signature, run: a program for each language that answers yes or
// no to cases.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('../snippets/', import.meta.url));
export const snippets = fileURLToPath(new URL('../../../resources/snippets/', import.meta.url));

function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-snippets-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function cpp(t) {
  const program = join(scratch(t), 'drive');
  execFileSync('g++', ['-std=c++17', '-Wall', '-Wextra', '-Werror', `-I${snippets}`, `${here}drive.cpp`, '-o', program,
    '-lcrypto']);
  return [program];
}

function go(t) {
  const folder = scratch(t);
  mkdirSync(join(folder, 'webhook'));
  copyFileSync(`${snippets}verify.go`, join(folder, 'webhook', 'verify.go'));
  copyFileSync(`${here}drive.go`, join(folder, 'drive.go'));
  writeFileSync(join(folder, 'go.mod'), 'module example.org/drive\n\ngo 1.19\n');
  const program = join(folder, 'drive');
  execFileSync('go', ['build', '-o', program, '.'], {
    cwd: folder, env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOCACHE: join(folder, 'cache') },
  });
  return [program];
}

// tool: what has to be installed; command(t): what to start.
export const languages = {
  JavaScript: { tool: 'node', command: () => [process.execPath, `${here}drive.mjs`, `${snippets}verify.mjs`] },
  Python: { tool: 'python3', command: () => ['python3', `${here}drive.py`, `${snippets}verify.py`] },
  'C++': { tool: 'g++', command: cpp },
  Go: { tool: 'go', command: go }, // not among the packages: run where somebody has it
};

export function isInstalled(tool) {
  return spawnSync('sh', ['-c', 'command -v "$0"', tool]).status === 0;
}

// One answer, yes or no, for each case {secret, id, timestamp, signatures, body, now}.
export function ask(command, cases) {
  const lines = cases.map(({ secret, id, timestamp, signatures, body, now }) =>
    [secret, id, timestamp, signatures, Buffer.from(body).toString('base64'), now].join('\t'));
  const [program, ...words] = command;
  const answers = execFileSync(program, words, { input: `${lines.join('\n')}\n` }).toString().trim().split('\n');
  return answers;
}
