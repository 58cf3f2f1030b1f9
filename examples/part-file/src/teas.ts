/** The teas on offer: the part of the project that quaich writes the file for. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { cors, get, handle, notFound, port, returns, use } from 'quaich'

const Tea = t.type({ name: t.string, pence: t.number })
type Tea = t.TypeOf<typeof Tea>

/** What is on offer, as text: the variable stands in the generated part, and may be read by functions of one's own, too. */
export const offer = port('offer', {
  live: (): ReadonlyArray<Tea> =>
    (process.env['OFFER'] ?? '').split(',').map((line) => {
      const [name = '', pence = ''] = line.split('=')
      return { name, pence: Number(pence) }
    }),
  environment: { OFFER: 'assam=450,oolong=580' }
})

export const listTeas = pipe(
  get('/teas'),
  cors({ allowOrigin: 'https://tea.example' }),
  use(offer),
  returns({ 200: t.readonlyArray(Tea) }),
  handle(({ offer }) => offer)
)

export const getTea = pipe(
  get('/teas/{name}'),
  use(offer),
  returns({ 200: Tea }),
  handle(({ params, offer }) => E.fromNullable(notFound())(offer.find((tea) => tea.name === params.name)))
)
