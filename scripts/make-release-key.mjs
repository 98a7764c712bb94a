// `node scripts/make-release-key.mjs FILE`: a key pair to sign releases with. The private key goes into FILE, readable by
// nobody else; the public one is printed, for UPDATE_PUBLIC_KEYS or packaging/release-keys.txt.
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Name the file for the private key: node scripts/make-release-key.mjs FILE')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
// Never over another key: what it signed for could not be updated any more.
writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
console.log(publicKey.export({ format: 'jwk' }).x)
