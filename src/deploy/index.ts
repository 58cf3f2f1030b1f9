/** From a service to the file that deploys it. */
export { type Checked, check } from './check.js'
export { type Rendered, render } from './render.js'
export { serverless } from './serverless.js'
export { printYaml } from './yaml.js'
