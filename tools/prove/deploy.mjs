// Step 5: `osls deploy` to its end against the in-memory AWS, then a look at what arrived: the change
// set is the template that was packaged, and each zip is, byte for byte, the one ric.mjs ran.
import { basename } from 'node:path'
import { check } from './checks.mjs'
import { startFakeAws } from './fakeAws.mjs'
import { sha256, troublesIn } from './package.mjs'
import { asText, ofType } from './template.mjs'
import { runOsls } from './tools.mjs'

// Two things name the moment of packaging: the REST deployment's id and the folder of the uploads.
const timeless = (value) =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/ApiGatewayDeployment\d{13}/g, 'ApiGatewayDeployment')
      .replace(/\d{13}-\d{4}-\d\d-\d\dT[\d:.]+Z\//g, '')
  )

const differing = (a, b) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((id) => JSON.stringify(a[id]) !== JSON.stringify(b[id]))

const checkUploads = (template, zips, { objects }) =>
  ofType(template, 'AWS::Lambda::Function')
    .map(([id, { Properties: p }]) => ({ id, key: asText(p.Code.S3Key) }))
    .map(({ id, key }) => {
      const [, bytes] = [...objects].find(([name]) => name.endsWith(`/${key}`)) ?? []
      const packaged = zips[basename(key)]
      const why = bytes === undefined ? `nothing was uploaded as ${key}` : 'other bytes than the packaged zip'
      return check(bytes !== undefined && sha256(bytes) === packaged, `the zip of ${id} is uploaded`, why)
    })

/** @param {{ dir: string, home: string, stage: string, template: object, zips: object }} packaged */
export const deployService = async ({ dir, home, stage, template, zips }) => {
  const aws = await startFakeAws()
  try {
    const ran = await runOsls(['deploy', '--stage', stage], {
      cwd: dir,
      home,
      env: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: 'prove',
        AWS_SECRET_ACCESS_KEY: 'prove',
        AWS_EC2_METADATA_DISABLED: 'true',
        SLS_AWS_MONITORING_FREQUENCY: '50'
      }
    })
    const troubles = troublesIn(ran.lines)
    const update = aws.changeSets.findLast((changeSet) => changeSet.type === 'UPDATE')?.template
    const differ = update ? differing(timeless(template).Resources, timeless(update).Resources) : ['no UPDATE change set arrived']
    const checks = [
      check(ran.code === 0, 'osls deploy exits 0', `exit ${ran.code}\n${ran.lines.join('\n')}`),
      check(
        ran.lines.some((line) => /Service deployed/.test(line)),
        'osls says the service is deployed',
        ran.lines.at(-1)
      ),
      check(troubles.length === 0, 'osls deploy warns of nothing', troubles.join('\n')),
      check(aws.unknown.length === 0, 'the fake AWS knew every call', aws.unknown.join(', ')),
      check(differ.length === 0, 'the UPDATE change set is the packaged template', differ.join(', ')),
      ...(update ? checkUploads(update, zips, aws) : [])
    ]
    const resources = Object.keys(update?.Resources ?? {}).length
    return { checks, figures: [`${aws.calls.length} calls`, `${aws.objects.size} uploads`, `${resources} resources sent`] }
  } finally {
    await aws.stop()
  }
}
