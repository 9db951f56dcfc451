/** What the team and its leads are told of a customer's mood. */
export const mood = {
  ping: {
    angry: (number: string, customer: string, title: string, owner: string) =>
      `😠 ${customer} is angry (${number}${owner ? `, ${owner}` : ', nobody has taken it'})\n${title}`,
    unhappy: (number: string, customer: string, title: string, owner: string) =>
      `🙁 ${customer} is displeased for the second time (${number}${owner ? `, ${owner}` : ', nobody has taken it'})\n${title}`,
  },
  here: {
    angry: (name: string, priority: string) => `😠 ${name} is angry. Priority is now ${priority}; the managers have been told.`,
    unhappy: (name: string, priority: string) =>
      `🙁 ${name} is displeased again. Priority is now ${priority}; the managers have been told.`,
  },
}
