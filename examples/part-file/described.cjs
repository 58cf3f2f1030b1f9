// A plugin of one's own beside what quaich generates: gives the stack a description.
module.exports = class Described {
  constructor(serverless) {
    const { custom } = serverless.service
    this.hooks = {
      'package:finalize': () => {
        serverless.service.provider.compiledCloudFormationTemplate.Description = custom.description
      }
    }
  }
}
