/**
 * From a service to the file that deploys it.
 * @module quaich/deploy
 */
export { type Checked, check } from './check.js'
export { type Gateway, type GatewayOptions, startGateway } from './local/gateway.js'
export { type Rendered, render } from './render.js'
export { serverless } from './serverless.js'
export { printYaml } from './yaml.js'
