// Types commands as somebody would, in an environment where nothing of ours is set: no AWS, nothing of a surrounding npm, no colours.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'

const foreign = /^(npm_|AWS_|NODE_(OPTIONS|ENV)$|INIT_CWD$|FORCE_COLOR$)/i

/** The variables of this process that a user's shell would have too, and those that are given. */
export const environment = (own) => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
  NO_COLOR: '1',
  ...own
})

/**
 * Starts a command in a shell. `ended` is its exit code; `output` what it has printed so far, both streams as they came.
 * `stop` is Ctrl+C: it reaches whatever the shell started. What hangs is ended after five minutes.
 */
export const start = (command, { cwd, env }) => {
  const child = spawn(command, { cwd, env, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const end = (signal) => {
    if (running.code === undefined) process.kill(-child.pid, signal)
  }
  const tooLong = setTimeout(() => end('SIGKILL'), 300_000)
  const running = {
    output: '',
    code: undefined,
    ended: new Promise((done) => {
      child.once('close', (code) => {
        clearTimeout(tooLong)
        running.code = code ?? 1
        done(running.code)
      })
    }),
    stop: () => {
      end('SIGINT')
      return running.ended
    }
  }
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part) => {
      running.output += part
    })
  return running
}

/** Asks again until the answer is what is waited for, or for too long: the last answer, whatever it is. */
export const until = async (ask, holds, seconds = 60) => {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (holds(answer) || Date.now() > end) return answer
    await after(50)
  }
}

/** This port, or, where somebody has it, a free one. */
export const portNear = (port) =>
  new Promise((done) => {
    const server = createServer()
      .once('error', () => done(portNear(0)))
      .listen(port, '127.0.0.1', () => {
        const got = server.address().port
        server.close(() => done(got))
      })
  })
