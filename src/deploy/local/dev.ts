/** The `dev` command: loads, serves, and serves again what changed. A change that does not load is told, and what did goes on. */
import { type Files, type Loaded, load, Trouble } from '../load.js'
import { type Gateway, startGateway } from './gateway.js'

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
  // One load after the other, so that the last change is what stays.
  let last = Promise.resolve()
  const changed = () => {
    last = last.then(() => again(first, gateway, world))
  }
  const end = watch ? world.watch(first.files, changed) : async () => {}
  await world.stopped()
  await end()
  await gateway.close()
}

// What does not load is told, and the service that did goes on.
const again = (first: Loaded, gateway: Gateway, world: Watching): Promise<void> =>
  load(first.entry, world).then(
    (next) => {
      gateway.reload(next.service, next.quaich.lambdas)
      world.err('reloaded\n')
    },
    (e: unknown) => world.err(`quaich: ${e instanceof Error ? e.message : String(e)}\n`)
  )
