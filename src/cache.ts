/** Where Broadside keeps what it need not make twice. */
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Private to the user, nothing in it is missed if it goes. XDG Base Directory Specification 0.8. */
export function cacheFolder(): string {
  const xdg = process.env.XDG_CACHE_HOME
  return join(xdg?.startsWith('/') ? xdg : join(homedir(), '.cache'), 'broadside')
}
