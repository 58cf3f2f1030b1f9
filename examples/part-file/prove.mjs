// How `npm run prove` gets the files of this project, whose `serverless.yml` is written by hand, and what stands in it beside quaich's part.
export const commands = [
  ['quaich', 'generate', '--out', 'quaich.yml'],
  ['quaich', 'build']
]

export const folders = ['hand']

// The function, its log group, its role, the rule that wakes it, and the permission to do so.
export const description = ({ functions, resources, ...rest }) => ({
  ...rest,
  functions: [...functions, { name: 'nightly', kind: 'schedule', routes: [] }],
  resources: resources + 5
})

export const requests = { 'GET /teas/{name}': { params: { name: 'oolong' } } }
