#!/usr/bin/env node
/** The `quaich` executable: gives the command line the real world. It decides nothing. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { watch } from 'chokidar'
import { cli, type World } from './cli.js'

// A file that is not there is an answer; one that cannot be read is not.
const absent = (e: unknown): undefined => {
  if (['ENOENT', 'ENOTDIR'].includes(String((e as NodeJS.ErrnoException).code))) return undefined
  throw e
}

const world: World = {
  version: () => (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version,
  cwd: process.cwd(),
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
      spawn(command, args, { stdio: 'inherit' })
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
}

process.setSourceMapsEnabled(true)
process.exitCode = await cli(process.argv.slice(2), world)
