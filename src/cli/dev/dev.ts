/**
 * The `dev` command: serves a program that runs in a thread of its own, and swaps in a fresh one when a file changed, without dropping a
 * request. A change that does not load is told, and what did goes on.
 */
import { type Files, Trouble } from '../../deploy/load.js'
import { told } from '../../deploy/local/RawRequest.js'
import type { Served } from '../../deploy/local/served.js'
import { isLoopback, type Noted, noteLine, openServer, type Server } from '../../deploy/local/server.js'
import { faultText } from '../faultText.js'
import { locatedIn } from '../locate.js'
import { plain, type Style } from '../Style.js'
import { environmentFiles } from './environment.js'
import { oneByOne } from './oneByOne.js'
import { type Program, type Start, startProgram, type Thread } from './Program.js'
import { explorerPath, happened, type Page, page } from './page.js'
import { type Watches, watching } from './watching.js'

// ---- model

/** What serving needs of the world. @internal */
export interface Serving extends Files, Watches {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly styles: { readonly out: Style; readonly err: Style }
  /** Until somebody asks to stop. */
  readonly stopped: () => Promise<void>
  /** A thread for a program, with the variables of a stage. */
  readonly thread: (start: Start, stage: string) => Promise<Thread>
  /** A file of the explorer's page. */
  readonly asset: (name: string) => Promise<string | undefined>
}

/** @internal */
export interface DevOptions {
  readonly port: number
  readonly host: string
  readonly apiKey: ReadonlyArray<string>
  readonly stage?: string
  readonly watch: boolean
}

// ---- the command

/** Serves until it is stopped. The first program must load; what comes after it may fail. @internal */
export const dev = async (entry: string, o: DevOptions, world: Serving): Promise<void> => {
  let current: Program | undefined
  const log = (line: string): void => world.err(`${line}\n`)
  const note = (n: Noted): void => {
    const line = noteLine(n)
    log(line)
    shown.tell(happened(line, n))
  }
  const shown: Page = page(
    o.host,
    world.asset,
    () => current,
    () => server.websocketUrl,
    note
  )
  const server: Server = await openServer({
    port: o.port,
    host: o.host,
    log,
    note,
    intercept: shown.intercept,
    upgrading: shown.upgrading
  }).catch((e: NodeJS.ErrnoException) => {
    throw new Trouble(
      e.code === 'EADDRINUSE'
        ? `port ${o.port} is taken: --port ${o.port + 1}, or --port 0 for any`
        : `cannot listen on ${o.host}:${o.port}: ${e.message}`
    )
  })
  const start: Start = { entry, cwd: world.cwd, url: server.url, stage: o.stage, apiKeys: o.apiKey }
  const leaving = new Set<Promise<void>>()
  const leave = (program: Program): void => {
    const left = program.retire().catch(() => {})
    leaving.add(left)
    left.then(() => leaving.delete(left))
  }
  let stopping = false
  let starting: Thread | undefined
  const begin = async (): Promise<Program> => {
    starting = await world.thread(start, o.stage ?? 'dev')
    // Nobody waits for it any more: what is being started is ended, and rejects as a program that did not come to be.
    if (stopping) await starting.stop()
    const program = await startProgram(starting, server.connections)
    starting = undefined
    const before = current
    current = program
    server.serve(program.served)
    if (before !== undefined) leave(before)
    program.died.then((why) => {
      if (current === program && !stopping) over(program, why)
    })
    return program
  }
  // A program that ends by itself is started again: the next request deserves an answer. One that ends twice on end before it was asked
  // anything ends by itself alone, and would be started for ever.
  let endedUnasked = false
  const over = (program: Program, why: string): void => {
    current = undefined
    const again = program.asked() || !endedUnasked
    endedUnasked = !program.asked()
    if (again) {
      server.wait()
      log(`the program ended (${why}), and is started again`)
      making.want()
      return
    }
    server.serve(down)
    const mended = o.watch ? 'it is started again when a file changes' : 'start quaich dev again once it is mended'
    const text = `the program ended again (${why}) before it was asked anything: ${mended}`
    log(text)
    shown.tell({ kind: 'fault', data: { text } })
  }
  const again = async (): Promise<void> => {
    const since = Date.now()
    // Nobody waits until they are watched: what is saved until then is served a moment later.
    const look = (files: ReadonlyArray<string>): void => {
      watched.look(o.watch ? files : [], since).catch(failed)
    }
    try {
      look((await begin()).about.files)
      log('reloaded')
      shown.tell({ kind: 'reload', data: { text: 'reloaded' } })
    } catch (e) {
      if (stopping) return
      const text = await faultOf(e, world)
      if (current === undefined) server.serve(down)
      log(text.trimEnd())
      if (current !== undefined) log('the last good program goes on')
      shown.tell({ kind: 'fault', data: { text: await faultOf(e, world, true) } })
      if (e instanceof Trouble) look(e.files)
    }
  }
  // However many files change while one program is being made, one more is made after it.
  const failed = (e: unknown): void => log(`quaich: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`)
  const making = oneByOne(again, failed)
  const watched = watching(world, () => {
    if (stopping) return
    endedUnasked = false
    making.want()
  })
  try {
    const since = Date.now()
    const { about } = await begin()
    // Who is told that it listens may save at once.
    if (o.watch) await watched.look([...about.files, ...environmentFiles(world.cwd, o.stage ?? 'dev')], since)
    world.out(`listening on ${server.url}\n`)
    if (about.websockets) world.out(`websockets on ${server.websocketUrl}\n`)
    if (about.called.length > 0)
      world.out(`functions on ${server.url}/2015-03-31/functions/<name>/invocations: ${about.called.join(', ')}\n`)
    log(`explorer on ${server.url}${explorerPath}`)
    if (!isLoopback(o.host))
      log(`whoever reaches ${o.host} may call every function and use the explorer: nobody is asked who they are`)
    if (about.apiKeys) log(`api key: ${o.apiKey.join(', ')}`)
    await world.stopped()
  } finally {
    // What would make another program goes first, then what is being made, then who may still ask, then who answers them.
    stopping = true
    await watched.end()
    const made = making.end()
    await starting?.stop()
    await made
    shown.close()
    await server.close()
    const last = current
    current = undefined
    await Promise.all([last?.retire(), ...leaving])
  }
}

// What is served while there is no program at all: what did load has ended, and what came after it does not load, or ends as well.
const down: Served = {
  settings: {},
  answer: async () => ({
    by: 'gateway',
    reply: told(503, { message: 'There is no program to answer: see the log of quaich dev' })
  }),
  sockets: {
    declared: false,
    connect: () => Promise.reject(new Error('there is no program')),
    message: () => Promise.reject(new Error('there is no program')),
    disconnect: async () => undefined
  }
}

const faultOf = async (e: unknown, world: Serving, plainly = false): Promise<string> => {
  if (!(e instanceof Trouble)) return `quaich: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}\n`
  const style: Style = plainly ? plain : world.styles.err
  // A file that cannot be read takes the places from the faults, and no more than that.
  const faults = await locatedIn(e.files, e.faults, world).catch(() => e.faults)
  return `${faults.map((f) => `${faultText('error', f, style)}\n`).join('')}${plainly ? '' : 'quaich: '}${e.message}\n`
}
