/** What a person is asked to check. */
export const check = {
  right: 'Category is right',
}
