/** In place of `proxy-agent`: puppeteer downloads browsers through it, and Broadside downloads none. */
export const ProxyAgent = undefined
