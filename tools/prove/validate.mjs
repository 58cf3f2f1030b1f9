// Step 2: AWS's own offline template validator, at WARN and above (a misspelt enum is only a WARN to
// it). It knows schemas, not accounts: what it likes may still be refused by the real CloudFormation.
import { check } from './checks.mjs'
import { require } from './tools.mjs'

/** The rules left out, each with the reason why its finding says nothing about our file. */
export const noise = {
  W3005: 'a DependsOn beside a Ref: osls writes both, on roles, authorizers and permissions',
  W9002: 'an ARN by name instead of Ref: a queue, topic or stream that the service does not own has no Ref',
  W9013: 'an account id inside an ARN: a foreign user pool or authorizer is named by its literal ARN'
}

const place = (finding) => [finding.entity?.logicalId, finding.propertyPath].filter(Boolean).join(' ')

/** @param {string} templateFile path of the packaged template */
export const validateTemplate = (templateFile, region = 'eu-west-1') => {
  const { CelEngine, TemplateFile } = require('@aws/cloudformation-validate')
  const engine = new CelEngine()
  try {
    const { diagnostics } = engine.validateStandard(new TemplateFile(templateFile), {
      severityLevel: 'WARN',
      exclude: { ids: Object.keys(noise) },
      pseudoParameterOverrides: { region, accountId: '123456789012', partition: 'aws' }
    })
    const checks =
      diagnostics.length === 0
        ? [check(true, 'the template validator finds nothing')]
        : diagnostics.map((d) => check(false, `${d.severity} ${d.ruleId} ${place(d)}`, d.message))
    return { checks, figures: [`${diagnostics.length} findings`] }
  } finally {
    engine.free()
  }
}
