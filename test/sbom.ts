/**
 * Writes the bill of materials (CycloneDX) of what `npm ci --omit=dev` installs to standard output. npm makes it, but its own `--omit dev` leaves out a package
 * of the program as soon as a tool needs it too; here only those go that nothing but tools need.
 */
import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

interface Component {
  'bom-ref': string
  name: string
  version: string
  properties: { name: string; value: string }[]
}

export interface Bill {
  bomFormat: string
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

const COMMAND = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']

export async function billOfMaterials(): Promise<Bill> {
  const { stdout } = await promisify(execFile)('npm', COMMAND, { maxBuffer: 100_000_000 })
  const bill = JSON.parse(stdout) as Bill
  const left = new Set(bill.components.filter(isTool).map((component) => component['bom-ref']))
  const dependencies = bill.dependencies.filter(({ ref }) => !left.has(ref))
  return {
    ...bill,
    components: bill.components.filter((component) => !isTool(component)),
    dependencies: dependencies.map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => !left.has(ref)) })),
  }
}

const isTool = ({ properties }: Component): boolean =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(`${JSON.stringify(await billOfMaterials(), null, 2)}\n`)
