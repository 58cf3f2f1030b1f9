/** Sentences that no request wakes, as source text. */
import { hasSome } from './given.js'
import type { Woken } from './Program.js'
import { entries, json, record, sentence, settings } from './text.js'

const origin = ({ origin: o }: Woken): string => {
  switch (o.is) {
    case 'queue':
      return `sqs(${json(o.queue)}, ${record({ batchSize: o.batch, batchingWindow: o.window, maximumConcurrency: o.atOnce })})`
    case 'topic':
      return `sns(${json(o.topic)}, ${record({ filterPolicy: o.filter })})`
    case 'bucket':
      return `s3(${json(o.bucket)}, ${record({ events: o.events, prefix: o.prefix, suffix: o.suffix })})`
    case 'stream':
      return `${o.type === 'kinesis' ? 'kinesis' : 'dynamodbStream'}(${json(o.stream)}, { ${entries({
        batchSize: o.batch,
        startingPosition: o.from,
        batchingWindow: o.window,
        maximumRetryAttempts: o.retries,
        bisectBatchOnFunctionError: o.bisect,
        parallelizationFactor: o.parallel
      })} })`
    case 'schedule':
      return `schedule(${json(o.when)}, ${record({ timezone: o.zone, input: o.input, enabled: o.off === true ? false : undefined })})`
    case 'bus':
      return `eventBridge(${json(o.pattern)}, ${record({ bus: o.bus })})`
    case 'call':
      return o.typed ? 'lambda(t.type({ n: t.number }))' : 'lambda()'
    case 'socket':
      return `websocket(${json(o.route)})`
  }
}

export const woken = (w: Woken): string => {
  const o = w.origin
  const socket = o.is === 'socket' ? o : undefined
  // The data of a stream is not to be read in its event as it is.
  const data = o.is === 'stream' && o.type === 'kinesis' && w.each === undefined
  const seen = data ? "given.records.some((r) => r.text.includes('fail'))" : "JSON.stringify(given).includes('fail')"
  return sentence(
    origin(w),
    ...(socket?.key === undefined ? [] : [`authorize(${socket.key})`]),
    ...(hasSome(w.given) ? [`functionSettings(${settings(w.given)})`] : []),
    ...w.ports.map((p) => `use(${p})`),
    ...(w.each === undefined ? [] : [w.each === 'plain' ? 'each()' : 'each(t.type({ n: t.number }))']),
    ...(socket?.typed === true ? ['message(t.type({ n: t.number }))'] : []),
    ...(socket?.responds === true ? ['routeResponse(t.type({ told: t.string }))'] : []),
    `handle(({ ${w.each === undefined ? 'event' : 'message'}: given }) => { heard(${json(w.name)}); if (${seen}) throw new Error('fails'); return ${socket?.responds === true ? "{ told: 'fine' }" : "'fine'"} })`
  )
}
