// How `npm run prove` gets the files of this project, which has its own bundling and its own `serverless.yml`, and what is meant by it.
export const commands = [['node', 'build.mjs']]

const open = { cors: false, authorizer: null, apiKey: false }

export const description = () => ({
  service: 'warehouse',
  gateway: 'rest',
  // The deployer's own role for all functions, as in any project that says nothing of roles.
  sharedRole: true,
  resources: 16,
  functions: [
    { name: 'orders', kind: 'http', routes: [{ method: 'GET', path: '/orders', ...open }] },
    { name: 'stock', kind: 'http', routes: [{ method: 'ANY', path: '/stock/{sku}', ...open }] }
  ]
})

export const requests = { 'ANY /stock/{sku}': { params: { sku: 'cup' } } }
