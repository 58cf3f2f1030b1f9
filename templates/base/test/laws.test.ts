import { checkService } from 'quaich/testing'
import { api } from '../src/service.js'

// Whatever is sent: no 5xx for what is valid, refusals where they are due, the replies and headers that are declared, and no more.
test('the laws of every declaration hold', async () => {
  const { untried } = await checkService(api)
  expect(untried).toEqual([])
})
