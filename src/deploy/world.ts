/** The real world, as the command line is given it: files, streams, processes. It decides nothing. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { watch } from 'chokidar'
import type { World } from './cli.js'

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
  bold: process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '',
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
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
    new Promise((resolve, reject) => {
      // Our plugin in the deployer learns from it that the bundles are there, built as this command was told.
      spawn(command, args, { cwd, env: { ...process.env, [builtAlready]: '1' }, stdio: 'inherit' })
        .once('error', reject)
        .once('exit', (code) => resolve(code ?? 1))
    }),
  watch: (files, changed) => {
    const watcher = watch([...files], { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 50, pollInterval: 10 } }).on(
      'all',
      changed
    )
    return () => watcher.close()
  },
  stopped: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve())
    })
})
