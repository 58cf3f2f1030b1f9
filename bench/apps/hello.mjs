// The smallest service, as `quaich build` is given it.
import { pipe } from 'fp-ts/lib/function.js'
import { get, handle, service } from 'quaich'

export const hello = pipe(
  get('/hello'),
  handle(() => ({ hello: 'world' }))
)

export default service('bench', {}, { hello })
