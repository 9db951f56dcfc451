/** What the desk prints at a terminal. */
export const start = {
  starting: 'Relaydesk is starting. The first time takes up to 20 seconds.',
  built: 'The pages were built.',
  learning: 'Loading the model (the first time: training it).',
  open: (url: string) => `The playground is at ${url}/ and the customers’ chat at ${url}/chat`,
  signIn: (url: string) => `Sign in at ${url}/login; the customers’ chat is at ${url}/chat`,
  token: (file: string) => `The API token stands in ${file}`,
  applied: (version: number) => `Configuration version ${version} is in force.`,
}
