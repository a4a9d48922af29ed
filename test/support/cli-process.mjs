// Runs one command line after the other as `dist/main.js` runs one: with an environment, a folder, an output and an exit code of its own.
// To start a process takes longer than most commands do; tests that are about the process start one.
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { run } from '../../dist/cli/run.js';

/** How long a command that is done may take to let go of what it opened. */
const PATIENCE_MS = 5_000;
const LOOK_MS = 5;

process.on('message', async asked => process.send(await answer(asked)));
process.send('ready');

async function answer({ args, folder, env }) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(folder);
  process.exitCode = undefined;
  const stdout = collect('stdout');
  const stderr = collect('stderr');
  const open = whatIsOpen();
  const code = await run(args);
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  return { code, stdout: stdout(), stderr: stderr(), leftOpen: await leftOpen(open) };
}

/** Takes what is written to standard output or error from now on. */
function collect(name) {
  const chunks = [];
  const write = (chunk, _encoding, done) => {
    chunks.push(chunk);
    done();
  };
  Object.defineProperty(process, name, { value: new Writable({ write }), configurable: true });
  return () => Buffer.concat(chunks).toString();
}

/** What would have kept a process from ending and was not there before; empty when nothing does. */
async function leftOpen(before) {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    if (opened(before).length === 0) return '';
    await wait(LOOK_MS);
  }
  return opened(before).join();
}

/** What is open now beyond what was; what the command before was still closing may be gone by now. */
function opened(before) {
  const known = [...before];
  return whatIsOpen().filter(name => {
    const at = known.indexOf(name);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

function whatIsOpen() {
  return process.getActiveResourcesInfo().sort();
}
