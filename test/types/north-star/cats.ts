// A plain module is a blueprint: its declarations are mounted, its codecs and helpers are passed over.
import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import { body, get, handle, post, returns } from 'quaich'

export const Cat = t.readonly(t.type({ name: t.string }))
export const listCats = pipe(get('/cats'), handle(() => [{ name: 'Tom' }]))
export const addCat = pipe(post('/cats/{id}'), body(Cat), returns({ 200: Cat }), handle(({ body }) => body))
