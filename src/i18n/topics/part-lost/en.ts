/** Words of the offer to start the page anew when a part of it is lost. English is the type: the other languages must satisfy it. */
export const words = {
  title: 'A part of the app is missing',
  text: 'It comes only when this page starts anew. What is saved stays; finish first what you are typing here.',
  anew: 'Start anew',
};

export type PartLostWords = typeof words;
