// The service of W7 and W7R, as `quaich build` is given it.
import { pipe } from 'fp-ts/lib/function.js'
import { body, created, handle, post, service } from 'quaich'
import { Profile } from '../contenders/codecs.mjs'
import { register } from '../contenders/profiles.mjs'

export const add = pipe(
  post('/profiles'),
  body(Profile),
  handle(({ body }) => created(register(body)))
)

export default service('bench', {}, { add })
