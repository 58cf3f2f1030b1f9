// The service of W3, as `quaich build` is given it.
import { pipe } from 'fp-ts/lib/function.js'
import { body, cors, created, handle, post, service } from 'quaich'
import { Order } from '../contenders/codecs.mjs'
import { place } from '../contenders/orders.mjs'

export const add = pipe(
  post('/orders'),
  cors(),
  body(Order),
  handle(({ body }) => created(place(body)))
)

export default service('bench', {}, { add })
