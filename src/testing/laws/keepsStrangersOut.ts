/** Who shows nothing comes nowhere: with the gateway, and past it. */
import * as fc from 'fast-check'
import { factOf } from '../../combinators/Fact.js'
import { routeOf } from '../../router/Declaration.js'
import { type Format, gatewayOf } from '../format.js'
import { curl } from './curl.js'
import { type Law, law, trial } from './Law.js'
import { told } from './Stimulus.js'
import { because, hasOwn } from './seen.js'

/**
 * A request that shows no credentials never reaches a handler that stands behind `authorize` or `apiKey`, and is refused with 401 or 403
 * (404 where a REST API hides what is signed for IAM); neither does one that comes past the gateway, through a function URL or a load balancer.
 * @since 0.1.0
 * @example
 * import { authorize, get, handle, iam, service } from 'quaich'
 * import { keepsStrangersOut } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const mine = pipe(get('/mine'), authorize(iam), handle(({ auth }) => auth.userArn))
 * expect((await keepsStrangersOut(service('things', {}, { mine }))).held).toMatchObject([{ declaration: 'mine' }])
 */
export const keepsStrangersOut: Law = law('keepsStrangersOut', 'without credentials nobody reaches the handler', (d, world) => {
  const wanted = (['Auth', 'ApiKey'] as const).filter((tag) => factOf(d.facts, tag) !== undefined)
  const valid = routeOf(d) === undefined || wanted.length === 0 ? undefined : world.requests(d)?.valid
  if (valid === undefined) return undefined
  const formats = [...new Set<Format>([...world.formats, 'functionUrl', 'alb'])]
  return [
    trial(fc.tuple(valid, fc.constantFrom(...wanted), fc.constantFrom(...formats)), async ([r, missing, format]) => {
      const { auth, apiKey, ...rest } = r
      const who = {
        ...(missing === 'Auth' || auth === undefined ? {} : { auth }),
        ...(missing === 'ApiKey' || apiKey === undefined ? {} : { apiKey })
      }
      const request = { ...rest, ...who }
      const bench = world.bench(format)
      const exchange = await bench.exchange(request)
      const { status } = exchange.reply
      const calls = bench.watch.handled.length
      // Past the gateway the stack has the word, in its own order: what stands before the credentials may refuse first.
      const anyway = gatewayOf(format) === undefined || hasOwn(d, 'Provide', 'Bracket', 'Middy', 'MapReply')
      const refused = anyway ? status >= 300 && status < 500 : [401, 403, 404].includes(status)
      if (calls === 0 && refused) return undefined
      return {
        shown: `${curl(bench.requestOf(request), request)}\n# sent as ${format}`,
        expected: `a refusal, and no call of the handler: ${missing === 'Auth' ? 'nobody has verified who asks' : 'no API key was shown'}`,
        came: `${told({ _tag: 'Replied', exchange })}${calls > 0 ? ', and the handler was called' : ''}${because(bench.watch)}`
      }
    })
  ]
})
