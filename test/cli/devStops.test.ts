/** `quaich dev` with threads and watchers that are told when to be ready: when it listens, to whom, in what order it stops, what it leaves. */
import { get } from 'node:http'
import { type DevOptions, dev, type Serving } from '../../src/cli/dev/dev.js'
import { oneByOne } from '../../src/cli/dev/oneByOne.js'
import type { About, Failed, Thread } from '../../src/cli/dev/Program.js'
import { plain } from '../../src/cli/Style.js'

interface Played extends Thread {
  readonly say: (name: 'ready' | 'failed', told: About | Failed) => void
  readonly stopped: () => boolean
}

const about: About = { gateway: 'rest', stage: 'dev', websockets: false, apiKeys: false, called: [], files: ['/service.ts'] }

const thread = (): Played => {
  let heard: (m: unknown) => void = () => {}
  let stopped = false
  let over: (why: string) => void = () => {}
  const ended = new Promise<string>((done) => {
    over = done
  })
  return {
    channel: {
      post: () => {},
      hear: (h) => {
        heard = h
      }
    },
    ended,
    stop: async () => {
      stopped = true
      over('stopped')
    },
    say: (name, told) => heard({ _tag: 'Asked', id: 1, name, args: [told] }),
    stopped: () => stopped
  }
}

/** A dev loop with its first program there: what is heard of it, and what it can be told. */
const running = async (told: Partial<Pick<Serving, 'read' | 'changedAt'>> = {}, host = '127.0.0.1') => {
  const threads: Played[] = []
  let text = ''
  let change: () => void = () => {}
  let watches: (() => void) | undefined
  let stopping: () => void = () => {}
  let stop: () => void = () => {}
  const until = async (there: () => boolean) => {
    while (!there()) await new Promise((done) => setImmediate(done))
  }
  const world: Serving = {
    cwd: '/',
    out: (s) => {
      text += s
    },
    err: (s) => {
      text += s
    },
    styles: { out: plain, err: plain },
    read: async () => undefined,
    changedAt: async () => undefined,
    ...told,
    write: async () => {},
    remove: async () => {},
    exists: () => false,
    list: async () => [],
    watch: (_, changed) => {
      change = changed
      const ready = new Promise<void>((done) => {
        watches = done
      })
      return { ready, end: async () => stopping() }
    },
    stopped: () =>
      new Promise((done) => {
        stop = done
      }),
    thread: async () => {
      const t = thread()
      threads.push(t)
      return t
    },
    asset: async () => undefined
  }
  const options: DevOptions = { port: 0, host, apiKey: [], watch: true }
  const ended = dev('/service.ts', options, world)
  await until(() => threads.length === 1)
  threads[0]?.say('ready', about)
  await until(() => watches !== undefined)
  expect(text).toBe('')
  watches?.()
  await until(() => text.includes('explorer on'))
  return {
    threads,
    ended,
    until,
    text: () => text,
    change: () => change(),
    stop: () => stop(),
    /** What happens as soon as it stops. */
    stopping: (happens: () => void) => {
      stopping = happens
    }
  }
}

test('a program that is being started when it stops is ended as well, and nothing is said of it', async () => {
  const { threads, ended, until, text, change, stop } = await running()
  change()
  await until(() => threads.length === 2)
  stop()
  await ended
  expect(threads.map((t) => t.stopped())).toEqual([true, true])
  expect(text()).not.toMatch(/ended|reloaded|quaich:/)
})

test('a change that comes while it stops makes no program', async () => {
  const { threads, ended, change, stop, stopping } = await running()
  stopping(change)
  stop()
  await ended
  expect(threads.map((t) => t.stopped())).toEqual([true])
})

test('what was saved before it was watched is served, once that it listens was said', async () => {
  const { threads, ended, until, text, stop } = await running({ changedAt: async () => Date.now() })
  await until(() => threads.length === 2)
  expect(text()).toContain('listening on')
  threads[1]?.say('ready', about)
  await until(() => text().includes('reloaded'))
  stop()
  await ended
  expect(threads.map((t) => t.stopped())).toEqual([true, true])
})

test.each([
  ['127.0.0.1', 421, false],
  ['0.0.0.0', 403, true]
])('on %s the explorer is refused with %s under a name that was made to lead here', async (host, status, warns) => {
  const { ended, text, stop } = await running({}, host)
  const [, port] = /explorer on http:\/\/[\d.]+:(\d+)/.exec(text()) ?? []
  const asked = (name: string) =>
    new Promise((done, fail) =>
      get(
        { host: '127.0.0.1', port, path: '/__quaich/none.js', agent: false, headers: { host: name, origin: `http://${name}` } },
        (r) => done(r.resume().statusCode)
      ).on('error', fail)
    )
  expect(await asked(`127.0.0.1:${port}`)).toBe(404)
  expect(await asked(`evil.example:${port}`)).toBe(status)
  expect(text().includes('nobody is asked who they are')).toBe(warns)
  stop()
  await ended
})

test('a fault whose file cannot be read is told without its line, and the next change is served', async () => {
  const { threads, ended, until, text, change, stop } = await running({ read: () => Promise.reject(new Error('EACCES')) })
  change()
  await until(() => threads.length === 2)
  const faults = [{ place: 'GET /a (a)', problem: 'it is wrong', mend: 'mend it' }]
  threads[1]?.say('failed', { message: '1 fault', files: ['/service.ts'], faults })
  await until(() => text().includes('1 fault'))
  expect(text()).toContain('error: GET /a (a): it is wrong\n  mend: mend it\n')
  change()
  await until(() => threads.length === 3)
  threads[2]?.say('ready', about)
  await until(() => text().includes('reloaded'))
  stop()
  await ended
  expect(threads.every((t) => t.stopped())).toBe(true)
})

test('who is told of work that fails may fail as well: what is wanted after it is done', async () => {
  let runs = 0
  const work = oneByOne(
    async () => {
      runs++
      throw new Error('the work')
    },
    () => {
      throw new Error('the log')
    }
  )
  work.want()
  await new Promise((done) => setImmediate(done))
  work.want()
  await new Promise((done) => setImmediate(done))
  expect(runs).toBe(2)
  await work.end()
})

test('work that fails is told, and what is wanted after it is done', async () => {
  const said: string[] = []
  let runs = 0
  const work = oneByOne(
    async () => {
      runs++
      if (runs === 1) {
        work.want()
        work.want()
        throw new Error('the first')
      }
    },
    (e) => said.push(String(e))
  )
  work.want()
  work.want()
  await new Promise((done) => setImmediate(done))
  await work.end()
  expect([runs, said]).toEqual([2, ['Error: the first']])
  work.want()
  await work.end()
  expect(runs).toBe(2)
})
