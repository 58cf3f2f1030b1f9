/** Projects on disk as a user would have them: their own files, and a node_modules with quaich as it would be installed. */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

const root = resolve(__dirname, '../..')

export interface Project {
  readonly dir: string
  readonly write: (file: string, text: string) => void
  readonly remove: () => void
}

/** A folder with quaich installed, and these files. */
export const project = (files: Readonly<Record<string, string>>): Project => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')))
  const modules = join(dir, 'node_modules')
  mkdirSync(join(modules, 'quaich'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')).filter((n) => n !== 'quaich' && !n.startsWith('.')))
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  cpSync(join(root, 'package.json'), join(modules, 'quaich', 'package.json'))
  cpSync(join(root, 'explorer'), join(modules, 'quaich', 'explorer'), { recursive: true })
  cpSync(join(root, 'templates'), join(modules, 'quaich', 'templates'), { recursive: true })
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
  buildSync({
    entryPoints: sources.map((f) => join(root, 'src', f)),
    outdir: join(modules, 'quaich', 'dist'),
    outbase: join(root, 'src'),
    format: 'esm',
    target: 'node20'
  })
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  const remove = () => {
    workers.get(dir)?.child.kill()
    rmSync(dir, { recursive: true, force: true })
  }
  return { dir, write, remove }
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line as a process of its own. */
export const quaichIn = (dir: string, cwd: string, args: ReadonlyArray<string>, env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise((done) =>
    execFile(
      process.execPath,
      [join(dir, 'node_modules/quaich/dist/cli/bin.js'), ...args],
      { cwd, env: { ...process.env, NODE_OPTIONS: '', ...env }, timeout: 20_000 },
      (error, out, err) => done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 99, out, err })
    )
  )

// The same command line with files as the executable has them, for many commands in one process: starting Node is what takes the time.
const driver = `
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cli } from './node_modules/quaich/dist/cli/cli.js'
import { plain } from './node_modules/quaich/dist/cli/Style.js'
process.setSourceMapsEnabled(true)
const no = () => Promise.reject(new Error('not in one process'))
process.on('message', async ([cwd, args]) => {
  let out = ''
  let err = ''
  const code = await cli(args, {
    cwd, env: {}, styles: { out: plain, err: plain }, progress: () => {}, version: () => '0.1.0', templates: join(import.meta.dirname, 'node_modules/quaich/templates'), out: (s) => { out += s }, err: (s) => { err += s },
    exists: existsSync,
    read: (path) => readFile(path, 'utf8').catch(() => undefined),
    list: (path) => readdir(path).catch(() => []),
    write: async (path, text) => { await mkdir(dirname(path), { recursive: true }); await writeFile(path, text) },
    remove: (path) => rm(path, { recursive: true, force: true }),
    run: no, stopped: no, thread: no, asset: no, watch: () => no, stdin: no,
    aside: (f) => f(),
    unlessSet: (variables) => { for (const [k, v] of Object.entries(variables)) process.env[k] ??= v }
  })
  process.send({ code, out, err })
})
`

const workers = new Map<string, { readonly child: ChildProcess; last: Promise<unknown> }>()

/** Runs the command line in the project's one process; commands wait for each other. */
export const quaich = ({ dir, write }: Project, ...args: ReadonlyArray<string>): Promise<Ran> => {
  if (!workers.has(dir)) {
    write('driver.mjs', driver)
    workers.set(dir, { child: fork(join(dir, 'driver.mjs'), { execArgv: [], silent: true }), last: Promise.resolve() })
  }
  const worker = workers.get(dir) as { readonly child: ChildProcess; last: Promise<unknown> }
  const ran = worker.last.then(
    () =>
      new Promise<Ran>((done, fail) => {
        worker.child.once('exit', fail)
        worker.child.once('message', (told) => {
          worker.child.off('exit', fail)
          done(told as Ran)
        })
        worker.child.send([dir, args])
      })
  )
  worker.last = ran.catch(() => {})
  return ran
}
