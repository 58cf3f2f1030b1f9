/** The `dev` command: loads, serves, and serves again what changed. A change that does not load is told, and what did goes on. */
import { type Files, type Loaded, load, Trouble } from '../deploy/load.js'
import { type Gateway, startGateway } from '../deploy/local/gateway.js'
import type { AnyService } from '../router/service.js'

/** What serving needs of the world. @internal */
export interface Watching extends Files {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Calls back when a file changed; gives what ends it. */
  readonly watch: (files: ReadonlyArray<string>, changed: () => void) => () => Promise<void>
  /** Until somebody asks to stop. */
  readonly stopped: () => Promise<void>
  /** Sets environment variables of this process that are not set. */
  readonly unlessSet: (variables: Readonly<Record<string, string>>) => void
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
    copy: first.quaich,
    ...(stage === undefined ? {} : { stage })
  }).catch((e: NodeJS.ErrnoException) => {
    throw new Trouble(
      e.code === 'EADDRINUSE'
        ? `port ${port} is taken: --port ${port + 1}, or --port 0 for any`
        : `cannot listen on ${host}:${port}: ${e.message}`
    )
  })
  world.out(`listening on ${gateway.url}\n`)
  tell(first.service, gateway, stage, world)
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

// Whom else it serves, and how they are reached.
const tell = (service: AnyService, gateway: Gateway, stage: string | undefined, world: Watching): void => {
  if (service.functions.some((f) => f.kind === 'websocket')) {
    world.out(`websockets on ${gateway.websocketUrl}\n`)
    // As the generated file tells whoever sends.
    world.unlessSet({ WEBSOCKET_ENDPOINT: `${gateway.url}/${stage ?? service.settings.stage ?? 'dev'}` })
  }
  const called = service.functions.filter((f) => !['http', 'authorizer', 'websocket'].includes(f.kind)).map((f) => f.name)
  if (called.length > 0) world.out(`functions on ${gateway.url}/2015-03-31/functions/<name>/invocations: ${called.join(', ')}\n`)
}

// What does not load is told, and the service that did goes on. Gives the files that the program has now.
const again = (first: Loaded, gateway: Gateway, world: Watching): Promise<ReadonlyArray<string>> =>
  load(first.entry, world).then(
    (next) => {
      gateway.reload(next.service, next.quaich)
      world.err('reloaded\n')
      return next.files
    },
    (e: unknown) => {
      world.err(`quaich: ${e instanceof Error ? e.message : String(e)}\n`)
      return e instanceof Trouble ? e.files : []
    }
  )
