/** The sign-in page. */
export const login = {
  title: 'Sign in to the desk',
  hint: 'The token is API_TOKEN of the environment, or stands in the file api-token of the data directory (DATA_DIR).',
  label: 'API token',
  button: 'Sign in',
  wrong: 'That is not the token of this desk.',
  locked: 'Too many tries. Please wait 15 minutes.',
  link: 'This link signs you in with your own name. Keep it to yourself.',
  stale: 'This link is no longer valid. Ask for a new one, or sign in with the token.',
}
