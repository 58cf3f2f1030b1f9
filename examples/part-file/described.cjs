// A plugin of one's own beside what quaich generates: gives the stack a description.
module.exports = class Described {
  constructor(serverless) {
    const { provider, custom } = serverless.service
    this.hooks = {
      // Before: the deployer's own hook of this name, which comes first, writes the template.
      'before:package:finalize': () => {
        provider.compiledCloudFormationTemplate.Description = custom.description
      }
    }
  }
}
