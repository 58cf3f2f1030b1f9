/**
 * The thread in which a program runs: loads it, says whether it is there, and answers what comes in. The other side has the sockets and
 * the connections; this one has the program.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { factOf } from '../../combinators/Fact.js'
import { environment } from '../../deploy/functionsSection.js'
import { load, Trouble } from '../../deploy/load.js'
import type { RawRequest } from '../../deploy/local/RawRequest.js'
import { type Copy, served } from '../../deploy/local/served.js'
import { outlineOf } from '../../deploy/Outline.js'
import type { ConnectionInfo, ManagementApi } from '../../events/sockets.js'
import { worldIn } from '../world.js'
import { type Caller, caller } from './Call.js'
import { environments } from './environments.js'
import type { About, Failed, Start } from './Program.js'
import { refuser } from './refusedBy.js'

// Each thread has its own: that of the executable says nothing here.
process.setSourceMapsEnabled(true)

const { entry, cwd, url, stage, apiKeys } = workerData as Start
const port = parentPort
if (port === null) throw new Error('this file runs in a thread of quaich dev')

type Answering = Readonly<
  Record<'answer' | 'connect' | 'message' | 'disconnect' | 'explore', (...args: ReadonlyArray<never>) => unknown>
>

let answering: Answering | undefined
const ask =
  (name: keyof Answering) =>
  (...args: ReadonlyArray<never>): unknown => {
    if (answering === undefined) throw new Error('the program is not there yet')
    return answering[name](...args)
  }

const calls: Caller = caller(
  { post: (m) => port.postMessage(m), hear: (heard) => port.on('message', heard) },
  {
    answer: ask('answer'),
    connect: ask('connect'),
    message: ask('message'),
    disconnect: ask('disconnect'),
    explore: ask('explore')
  }
)

// Connections are on the other side. It tells what is gone in words; the port reads the SDK's.
const gone = (what: unknown): void => {
  if (what === 'gone') throw Object.assign(new Error(what), { name: 'GoneException', $metadata: { httpStatusCode: 410 } })
  if (what === 'too large')
    throw Object.assign(new Error(what), { name: 'PayloadTooLargeException', $metadata: { httpStatusCode: 413 } })
}
const sending: ManagementApi = {
  post: async (_, id, data) => gone(await calls.call('post', id, typeof data === 'string' ? Buffer.from(data) : data)),
  delete: async (_, id) => gone(await calls.call('close', id)),
  get: async (_, id) => {
    const info = await calls.call('info', id)
    gone(info)
    return info as ConnectionInfo
  }
}

// Before the program is there: it may keep what `process.env` is.
const variables = environments(process)

const run = async (): Promise<About> => {
  const loaded = await load(entry, worldIn(cwd))
  const { service, quaich } = loaded
  const o = outlineOf(service)
  const own = stage ?? o.stage
  const websockets = service.functions.some((f) => f.kind === 'websocket')
  const endpoint = websockets ? { WEBSOCKET_ENDPOINT: `${url}/${own}` } : {}
  variables.tell(
    Object.fromEntries(o.functions.map((f) => [f.name, { ...o.settings.environment, ...environment(f), ...endpoint }]))
  )
  const copy: Copy = {
    ...quaich,
    lambdas: (all, ...overrides) =>
      variables.around(
        all.functions.map((f) => f.name),
        (alike) => quaich.lambdas({ ...all, functions: all.functions.filter((f) => alike.has(f.name)) }, ...overrides)
      )
  }
  const s = served(service, { copy, url, stage: own, apiKeys, overrides: [], sending })
  const refusedBy = refuser(service)
  // Read when somebody looks: without it a saved change is served sooner.
  let explorer: ReturnType<typeof import('./explore.js').explorer> | undefined
  const explore = async (...args: Parameters<NonNullable<typeof explorer>>): Promise<unknown> => {
    explorer ??= (await import('./explore.js')).explorer(loaded, own, apiKeys)
    return explorer(...args)
  }
  const bytes = (r: RawRequest): RawRequest => ({ ...r, body: Buffer.from(r.body) })
  answering = {
    answer: async (r: RawRequest) => {
      const request = bytes(r)
      const { event: _, ...told } = await s.answer(request)
      const by = refusedBy(request, told.reply)
      return by === undefined ? told : { ...told, refusedBy: by }
    },
    connect: (r: RawRequest) => s.sockets.connect(bytes(r)),
    message: s.sockets.message,
    disconnect: s.sockets.disconnect,
    explore
  }
  return {
    gateway: o.gateway,
    stage: own,
    websockets,
    apiKeys: service.declarations.some((d) => factOf(d.facts, 'ApiKey') !== undefined),
    called: service.functions.filter((f) => !['http', 'authorizer', 'websocket'].includes(f.kind)).map((f) => f.name),
    files: loaded.files
  }
}

run().then(
  (about) => calls.call('ready', about),
  (e: unknown) => {
    const message = e instanceof Error ? e.message : String(e)
    const why: Failed = e instanceof Trouble ? { message, files: e.files, faults: e.faults } : { message, files: [], faults: [] }
    return calls.call('failed', why)
  }
)
