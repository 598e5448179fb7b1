/** What is said to screen readers without being shown. One Announcer at the root carries it out. */
class Announcer {
  #text = $state('');

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    // The same words twice in a row would not count as a change; a blank at the end makes them one.
    this.#text = this.#text === text ? `${text} ` : text;
  }
}

export const announcer = new Announcer();

/** Says something politely, after what the screen reader is just saying. */
export const say = (text: string): void => announcer.say(text);
