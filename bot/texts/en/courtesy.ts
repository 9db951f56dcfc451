/** What the desk says to a customer who is upset, and to one who comes first. It admits the trouble and promises no outcome. */
export const courtesy = {
  calm: {
    opened: (numbers: string, category: string) =>
      `We are sorry for the trouble this has caused you. Your ticket is ${numbers} (${category}); our team has been told that it is urgent, and a colleague will write to you here.`,
    openedMany: (list: string) =>
      `We are sorry for the trouble this has caused you. We opened one ticket for each matter and told our team that they are urgent:\n${list}\nA colleague will write to you here.`,
    added: (number: string) =>
      `We are sorry that this is still troubling you. What you wrote is with the people who look after ${number}, and they know that it is urgent. A colleague will write to you here.`,
  },
  first: (level: string) => ({
    opened: (numbers: string, category: string) =>
      `Got it. As one of our ${level} customers you come first: your ticket is ${numbers} (${category}), and a colleague will look after it. Send “status ${numbers}” any time to see how it stands.`,
    openedMany: (list: string) =>
      `Got it. As one of our ${level} customers you come first; we opened one ticket for each matter:\n${list}\nSend “status” with a number any time to see how it stands.`,
  }),
}
