/** The real world, as the command line is given it: files, streams, processes. It decides nothing. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { watch } from 'chokidar'
import { Trouble } from '../deploy/load.js'
import type { World } from './cli.js'
import { environmentOf } from './dev/environment.js'
import { styleFor } from './Style.js'

/** Set in the deployer's environment where `quaich deploy` or `package` has built. @internal */
export const builtAlready = 'QUAICH_BUILT'

// A file that is not there is an answer; one that cannot be read is not.
const absent = (e: unknown): undefined => {
  if (['ENOENT', 'ENOTDIR'].includes(String((e as NodeJS.ErrnoException).code))) return undefined
  throw e
}

/** Everything that the command line may do, in some folder. @internal */
export const worldIn = (cwd: string): World => ({
  version: () => (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version,
  templates: resolve(import.meta.dirname, '../../templates'),
  cwd,
  env: process.env,
  styles: {
    out: styleFor(process.env, process.stdout.isTTY === true),
    err: styleFor(process.env, process.stderr.isTTY === true)
  },
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  progress: (text) => {
    // One line that is written over: only where there is a screen to write over.
    if (process.stderr.isTTY === true) process.stderr.write(`\r\u001b[K${text === undefined ? '' : `${text} …`}`)
  },
  exists: existsSync,
  read: (path) => readFile(path, 'utf8').catch(absent),
  list: (path) => readdir(path).catch((e) => absent(e) ?? []),
  write: async (path, text) => {
    const part = `${path}.${randomUUID()}`
    await mkdir(dirname(path), { recursive: true })
    try {
      await writeFile(part, text)
      await rename(part, path)
    } catch (e) {
      await rm(part, { force: true })
      throw e
    }
  },
  remove: (path) => rm(path, { recursive: true, force: true }),
  run: (command, args) =>
    new Promise((done, fail) => {
      // Our plugin in the deployer learns from it that the bundles are there, built as this command was told.
      spawn(command, args, { cwd, env: { ...process.env, [builtAlready]: '1' }, stdio: 'inherit' })
        .once('error', fail)
        .once('exit', (code) => done(code ?? 1))
    }),
  watch: (files, changed) => {
    // The folders, since a file that is replaced twice in no time is lost to who watches the file itself.
    const folders = new Set(files.map(dirname))
    const meant = new Set([...files, ...folders])
    const watcher = watch([...folders], {
      depth: 0,
      ignored: (path) => !meant.has(resolve(path)),
      ignoreInitial: true,
      awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 10 }
    }).on('all', changed)
    return {
      // What fails later than that is a file that cannot be seen any more.
      ready: new Promise((done, fail) => {
        watcher.once('ready', done).on('error', (e) => {
          const why = e instanceof Error ? e.message : String(e)
          fail(new Trouble(`files cannot be watched: ${why}\n  raise the limit of the system, or take --no-watch`))
        })
      }),
      end: () => watcher.close()
    }
  },
  // Of the file and its name: a file that is moved in may be an old one.
  changedAt: (path) =>
    stat(path).then(
      ({ ctimeMs }) => ctimeMs,
      () => undefined
    ),
  thread: async (start, stage) => {
    const env = await environmentOf(worldIn(cwd), stage, process.env)
    const worker = new Worker(new URL('./dev/thread.js', import.meta.url), { workerData: start, env, stdout: true, stderr: true })
    // What the program prints is no result of this command.
    for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (part) => process.stderr.write(part))
    let why: string | undefined
    const ended = new Promise<string>((done) => {
      worker.once('error', (e) => {
        why = e instanceof Error ? (e.stack ?? e.message) : String(e)
      })
      worker.once('exit', (code) => done(why ?? `exit code ${code}`))
    })
    return {
      channel: { post: (m) => worker.postMessage(m), hear: (heard) => worker.on('message', heard) },
      ended,
      stop: async () => {
        await worker.terminate()
      }
    }
  },
  asset: (name) =>
    name === 'preact.js'
      ? readFile(fileURLToPath(import.meta.resolve('htm/preact/standalone')), 'utf8')
      : /^[\w-]+\.(html|js|css)$/.test(name)
        ? readFile(resolve(import.meta.dirname, '../../explorer', name), 'utf8').catch(absent)
        : Promise.resolve(undefined),
  stopped: () =>
    new Promise((done) => {
      process.once('SIGINT', () => done()).once('SIGTERM', () => done())
    }),
  stdin: async () => {
    const parts: Buffer[] = []
    for await (const part of process.stdin) parts.push(Buffer.from(part))
    return Buffer.concat(parts).toString('utf8')
  },
  aside: async (run) => {
    const { write } = process.stdout
    process.stdout.write = process.stderr.write.bind(process.stderr)
    try {
      return await run()
    } finally {
      process.stdout.write = write
    }
  },
  unlessSet: (variables) => {
    for (const [name, value] of Object.entries(variables)) process.env[name] ??= value
  }
})
