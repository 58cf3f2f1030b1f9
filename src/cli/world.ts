/** The real world, as the command line is given it: files, streams, processes. It decides nothing. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { watch } from 'chokidar'
import type { World } from './cli.js'
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
    return () => watcher.close()
  },
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
