import { checkService } from 'quaich/testing'
import { api } from '../src/service.js'

// Some hundred requests to each route, so it is given a minute. Whatever is sent: no 5xx for what is valid, refusals where they are due, the replies and headers that are declared, and no more.
test('the laws of every declaration hold', async () => {
  const { untried } = await checkService(api)
  expect(untried).toEqual([])
}, 60_000)
