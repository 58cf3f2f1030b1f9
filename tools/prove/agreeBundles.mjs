// The bundles of a generated program against its source: each function is given the same events in both forms, requests that are as they
// should be and requests that are not, batches of every kind, what an authorizer is asked, and has to give the same result. A bundle holds no
// more than its function needs, so this shows where it holds too little. What the results have to be is the agreement suite's own affair.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repository } from './tools.mjs'

const imported = (...path) => import(pathToFileURL(join(...path)).href)

/** What an invocation comes to: its result, or the words that it failed with. */
const invoked = async (handler, event, context) => {
  try {
    return JSON.stringify(await handler(structuredClone(event), context)) ?? 'nothing'
  } catch (error) {
    return `failed: ${error.message}`
  }
}

/** Handlers that fail say so in their logs, and nobody wants to read that here. */
const quietly = async (work) => {
  const { error } = console
  console.error = () => {}
  try {
    return await work()
  } finally {
    console.error = error
  }
}

const requestEvents = async (program, said, api, client) => {
  const found = []
  const routes = said.placed(program)
  const withUrl = new Set(routes.filter(({ stack }) => stack.some((l) => l.given?.url === true)).map((r) => r.fn))
  for (const gateway of [program.gateway, ...(withUrl.size > 0 ? ['functionUrl'] : [])]) {
    const c = client(api, { format: gateway, apiKeys: ['known'] })
    for (const r of routes.filter(({ fn }) => gateway === program.gateway || withUrl.has(fn)))
      for (const ask of said.askedOf(program, r, gateway)) {
        const { event, by } = await c.exchange(said.sent(r, ask))
        if (event !== undefined) found.push([by, event])
      }
  }
  return found
}

const batches = [
  ['good', 'good'],
  ['good', 'failing', 'good'],
  ['unreadable', 'good', 'failing']
]

const wokenEvents = (program, said, events) =>
  said.placedWoken(program).flatMap((w) => {
    const { origin: o, name } = w
    const sources = {
      queue: events.sqs,
      topic: events.sns,
      bucket: events.s3,
      stream: o.type === 'kinesis' ? events.kinesis : events.dynamodb
    }
    const source = sources[o.is]
    const from =
      o.is === 'queue' && o.queue.endsWith('.fifo') ? { eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${o.queue}` } : {}
    const given =
      source === undefined
        ? o.is === 'socket'
          ? socketEvents(o.route, events.websocket)
          : [events.eventBridge({ n: 1 }), events.eventBridge({ n: 'fail' }), events.schedule(), { n: 1 }, { n: 'x' }]
        : batches.map((kinds) =>
            source(
              kinds.map((kind, i) => said.messageOf(w, kind, i)),
              from
            )
          )
    return [...given, {}, null].map((event) => [name, event])
  })

const socketEvents = (route, { connect, message, disconnect }) =>
  route === '$connect'
    ? [connect()]
    : route === '$disconnect'
      ? [disconnect()]
      : [message(route, { n: 1 }), message(route, { n: 'x' }), message(route, 'no JSON')]

const guardEvents = (api, { authorizer: a }) =>
  api.functions
    .filter((f) => f.kind === 'authorizer')
    .flatMap(({ name }) =>
      ['good', 'bad'].flatMap((token) => {
        const asked = { method: 'GET', route: '/a', headers: { authorization: token, 'x-door': token }, query: { door: token } }
        return [a.token(token), a.request(asked), a.http(asked), a.http2(asked), a.websocket(asked)].map((event) => [name, event])
      })
    )

/**
 * @param {string} dir the folder of a program that is built
 * @returns what differs, as sentences, and how many invocations were compared
 */
export const bundleDisagreements = (dir, program, said) =>
  quietly(async () => {
    const { lambdas } = await imported(repository, 'dist/index.js')
    const { client, events, lambdaContext } = await imported(repository, 'dist/testing/index.js')
    const { api } = await imported(dir, 'service.ts')
    const source = lambdas(api)
    const all = [
      ...(await requestEvents(program, said, api, client)),
      ...wokenEvents(program, said, events),
      ...guardEvents(api, events)
    ]
    const lines = []
    for (const [name, event] of all) {
      const { handler } = await imported(dir, 'build', name, 'index.js')
      const context = lambdaContext(name)
      const [written, built] = [await invoked(source[name], event, context), await invoked(handler, event, context)]
      if (written !== built)
        lines.push(`${name} given ${JSON.stringify(event)}: in the source ${written}, in the bundle ${built}`)
    }
    return { compared: all.length, lines }
  })
