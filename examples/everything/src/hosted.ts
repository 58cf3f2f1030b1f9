/** Middlewares of middy's own, lifted. */
import httpCors from '@middy/http-cors'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import { flow, pipe } from 'fp-ts/lib/function.js'
import { fromMiddy, handle, post, provide } from 'quaich'

const parsed = flow(
  fromMiddy(httpCors({ origins: ['https://app.example'] })),
  fromMiddy(httpJsonBodyParser()),
  provide('parsed', ({ request }: { request: { event: unknown } }) => (request.event as { readonly body: unknown }).body)
)

export const parse = pipe(
  post('/parse'),
  parsed,
  handle(({ parsed }) => ({ parsed }))
)
