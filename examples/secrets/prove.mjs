// What `npm run prove` asks the packaged functions, and the parameter and the secret that they find.
import { startConfiguration } from '../support/configuration.mjs'

export const requests = { 'GET /quotes/{pence}': { params: { pence: '1000' } } }

export const start = () =>
  startConfiguration({
    parameters: { '/quotes/dev/pricing': '{"currency":"GBP","margin":0.2}' },
    secrets: { 'quotes/dev/signing': '{"key":"prove"}' }
  })
