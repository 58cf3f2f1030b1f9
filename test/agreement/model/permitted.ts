/** Who may invoke each function: the services that wake it, and nobody else. Only the packaged template says so. */
import { sorted } from './deployed.js'
import { guardOf, keyOf } from './keys.js'
import { layers, type Origin, type Program, placed, placedWoken } from './Program.js'
import { keysOf } from './printKeys.js'

export const permitted = (p: Program): ReadonlyArray<string> => {
  const routes = placed(p)
  return sorted([
    ...routes.map(({ fn }) => `${fn}: invoked by apigateway.amazonaws.com`),
    ...routes
      .filter(({ stack }) => layers(stack, 'settings').some((l) => l.given.url))
      .map(({ fn }) => `${fn}: invoked by everybody through its URL`),
    ...keysOf(p)
      .filter((name) => keyOf(name).is === 'own')
      .map((name) => `${guardOf(name)}: invoked by apigateway.amazonaws.com`),
    ...placedWoken(p).flatMap(({ name, origin }) =>
      callers(origin).map((caller) => `${name}: invoked by ${caller}.amazonaws.com`)
    )
  ])
}

// Lambda polls queues and streams by itself, a schedule in a time zone has a role that may, and a bucket that exists is let in when its
// notification is made, by the helper of the deployer.
const callers = (o: Origin): ReadonlyArray<string> => {
  switch (o.is) {
    case 'topic':
      return ['sns']
    case 'schedule':
      return o.zone === undefined ? ['events'] : []
    case 'bus':
      return ['events']
    case 'socket':
      return ['apigateway']
    case 'bucket':
    case 'queue':
    case 'stream':
    case 'call':
      return []
  }
}
