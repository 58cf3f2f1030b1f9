// An example as `quaich dev` serves it, from a copy whose files may be changed. The copy sees the packages of this repository.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
/** The command as it is built here. */
export const bin = join(root, 'dist/cli/bin.js')

/** A folder with copies of these examples, side by side as they are here. */
export const copyOf = (...names) => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'quaich-copy-')))
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
  mkdirSync(join(dir, 'examples'))
  for (const name of names)
    cpSync(join(root, 'examples', name), join(dir, 'examples', name), {
      recursive: true,
      filter: (path) => !/\/(build|node_modules|\.serverless)$/.test(path)
    })
  return { dir, at: (...path) => join(dir, 'examples', ...path), remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** Starts a command that serves, in a folder; resolves once it listens. By itself the command is `quaich dev`. */
export const serve = async (cwd, command = [bin, 'dev']) => {
  const child = spawn(process.execPath, [...command, '--port', '0'], { cwd, env: { ...process.env, NO_COLOR: '1' } })
  const told = { out: '', err: '' }
  child.stderr.on('data', (part) => {
    told.err += part
  })
  const url = await new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`it ended with ${code}: ${told.err}`)))
    child.stdout.on('data', (part) => {
      told.out += part
      const [, at] = /listening on (\S+)\n/.exec(told.out) ?? []
      if (at !== undefined) done(at)
    })
  })
  const close = async () => {
    child.removeAllListeners('exit')
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    return ended
  }
  return { url, told, close }
}
