/** The `dev` command: loads, serves, and serves again what changed. A change that does not load is told, and what did goes on. */
import { type Files, type Loaded, load, Trouble } from '../deploy/load.js'
import { type Gateway, startGateway } from '../deploy/local/gateway.js'

/** What serving needs of the world. @internal */
export interface Watching extends Files {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Calls back when a file changed; gives what ends it. */
  readonly watch: (files: ReadonlyArray<string>, changed: () => void) => () => Promise<void>
  /** Until somebody asks to stop. */
  readonly stopped: () => Promise<void>
}

/** @internal */
export interface DevOptions {
  readonly port: number
  readonly host: string
  readonly apiKey: ReadonlyArray<string>
  readonly stage?: string
  readonly watch: boolean
}

/** @internal */
export const dev = async (first: Loaded, { port, host, apiKey, stage, watch }: DevOptions, world: Watching): Promise<void> => {
  const log = (line: string) => world.err(`${line}\n`)
  const gateway = await startGateway(first.service, {
    port,
    host,
    apiKeys: apiKey,
    log,
    lambdas: first.quaich.lambdas,
    ...(stage === undefined ? {} : { stage })
  }).catch((e: NodeJS.ErrnoException) => {
    throw new Trouble(
      e.code === 'EADDRINUSE'
        ? `port ${port} is taken: --port ${port + 1}, or --port 0 for any`
        : `cannot listen on ${host}:${port}: ${e.message}`
    )
  })
  world.out(`listening on ${gateway.url}\n`)
  if (first.service.declarations.some((d) => d.facts.some((f) => f._tag === 'ApiKey'))) log(`api key: ${apiKey.join(', ')}`)
  const seen = new Set<string>()
  const ends: Array<() => Promise<void>> = []
  const look = (files: ReadonlyArray<string>): void => {
    const more = watch ? files.filter((f) => !seen.has(f)) : []
    for (const f of more) seen.add(f)
    if (more.length > 0) ends.push(world.watch(more, changed))
  }
  // One load after the other, so that the last change is what stays.
  let last = Promise.resolve()
  const changed = () => {
    last = last.then(async () => look(await again(first, gateway, world)))
  }
  look(first.files)
  await world.stopped()
  await Promise.all(ends.map((end) => end()))
  await gateway.close()
}

// What does not load is told, and the service that did goes on. Gives the files that the program has now.
const again = (first: Loaded, gateway: Gateway, world: Watching): Promise<ReadonlyArray<string>> =>
  load(first.entry, world).then(
    (next) => {
      gateway.reload(next.service, next.quaich.lambdas)
      world.err('reloaded\n')
      return next.files
    },
    (e: unknown) => {
      world.err(`quaich: ${e instanceof Error ? e.message : String(e)}\n`)
      return e instanceof Trouble ? e.files : []
    }
  )
