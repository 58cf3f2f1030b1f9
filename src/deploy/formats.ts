/**
 * In which formats requests can reach the program's functions: its gateway's, that of function URLs and load balancers where it has some. A
 * bundle reads those. Whatever is attached by hand, outside of the program, is not seen here: `quaich build --any-gateway`.
 */
import { factOf, factsOf } from '../combinators/Fact.js'
import { portsOf } from '../combinators/Port.js'
import type { AnyService } from '../router/service.js'

/** The names under which `src/events` exports them. @internal */
export const formatsOf = (service: AnyService): ReadonlyArray<string> => {
  const { settings, declarations } = service
  const ports = declarations.flatMap(({ facts }) => factsOf(facts, 'Port').flatMap(({ port }) => [...portsOf(port)]))
  const raw = JSON.stringify([settings.extend, settings.resources, ...ports.map((port) => port.needs.resources)])
  const url =
    settings.url !== undefined || declarations.some(({ facts }) => factOf(facts, 'Function')?.settings.url !== undefined)
  return [
    ...(settings.gateway === 'http' ? ['httpApi', ...(raw.includes('"payload"') ? ['httpApi1'] : [])] : ['restApi']),
    ...(url || raw.includes('"url"') ? ['functionUrl'] : []),
    ...(raw.includes('AWS::ElasticLoadBalancingV2::') || raw.includes('"alb"') ? ['alb'] : [])
  ]
}
