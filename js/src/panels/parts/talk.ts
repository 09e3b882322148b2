/** What people say in one thread, and a place to answer; threads of comments and of change requests are the same. */
import { join } from "../../base/path";
import { ulid } from "../../base/ulid";
import type { Anchor, Comment } from "../../generated/contract";
import { mentionsIn, reading, resolving, type Said, saying, type Thread } from "../../together/threads";
import { Composer } from "./composer";
import { button } from "./controls";
import { type Child, h } from "./markup";
import { knownPeople, withMentions } from "./mention";
import { ago, fullMoment, moment } from "./moment";
import { avatar, isOwn, personOf } from "./person";
import type { Sheet } from "./sheet";

export class Talk {
  readonly composer: Composer;
  readonly #sheet: Sheet;
  /** Id of the comment that is being edited. */
  #edited = "";

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    this.composer = new Composer(sheet);
  }

  /** Start a thread, or answer in one; whether it was said. */
  say(text: string, where: { thread?: string; anchor?: Anchor }): boolean {
    const { port } = this.#sheet;
    const people = knownPeople(port);
    return this.#sheet.attempt(() =>
      port.apply(saying(ulid(), text, { user: port.user, at: this.#at, people, ...where })),
    );
  }

  /** Mark a thread as read by this page's user. */
  read(thread: Thread): void {
    const changes = reading(thread, this.#sheet.port.user.username);
    if (Object.keys(changes).length > 0 && !this.#sheet.isReadOnly)
      this.#sheet.attempt(() => this.#sheet.port.apply(changes));
  }

  resolve(thread: Thread, isResolved: boolean): void {
    const { port } = this.#sheet;
    const change = (by: string) => port.apply(resolving(thread, by, this.#at));
    if (!this.#sheet.attempt(() => change(isResolved ? port.user.name || "Somebody" : ""))) return;
    if (isResolved) this.#sheet.offer("Resolved the thread.", "Undo", () => change(""));
  }

  /** The comment that starts a thread, then the answers. */
  draw(thread: Thread, isOpen: boolean): Child {
    const all: Said[] = [[thread.id, thread.first], ...thread.replies];
    const shown = isOpen ? all : all.slice(0, 1);
    return h(
      "ol",
      { class: "ltoplan-talk", key: "talk" },
      shown.map(([id, comment]) => this.#comment(thread, id, comment)),
    );
  }

  answer(thread: Thread): Child {
    const send = (text: string) => this.say(text, { thread: thread.id });
    return this.composer.draw({ name: `answer ${thread.id}`, label: "Reply", verb: "Reply", send });
  }

  get #at(): string {
    return new Date(this.#sheet.now).toISOString();
  }

  #comment(thread: Thread, id: string, comment: Comment): Child {
    const { port, now, options } = this.#sheet;
    const name = comment.author || "Somebody";
    const isUnread = comment.at > (thread.first.read_by[port.user.username] ?? "") && !isOwn(port, comment);
    return h(
      "li",
      { class: "ltoplan-comment", key: id, "data-comment": id },
      avatar(personOf(port, comment)),
      h(
        "div",
        { class: "ltoplan-entry-words" },
        h(
          "div",
          { class: "ltoplan-entry-head" },
          h("span", { class: "ltoplan-person-name" }, name),
          isUnread && h("span", { class: "ltoplan-mark", "data-tone": "demand" }, "new"),
          comment.edited_at &&
            h("span", { class: "ltoplan-faint", title: fullMoment(comment.edited_at, options.locale) }, "edited"),
          moment(comment.at, ago(comment.at, now, options.locale), options.locale),
        ),
        this.#edited === id
          ? this.#editing(id)
          : h("p", { class: "ltoplan-said" }, withMentions(comment.text, comment.mentions, port.user.username)),
        this.#edited !== id && isOwn(port, comment) && !this.#sheet.isReadOnly && this.#ownTools(thread, id, comment),
      ),
    );
  }

  #editing(id: string): Child {
    const { port } = this.#sheet;
    const close = () => {
      this.#edited = "";
      this.#sheet.redraw();
    };
    const send = (text: string) => {
      const fields = { text, edited_at: this.#at, mentions: mentionsIn(text, knownPeople(port)) };
      const changes = Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [join("comments", id, field), value]),
      );
      if (!this.#sheet.attempt(() => port.apply(changes))) return false;
      close();
      return true;
    };
    return this.composer.draw({ name: `edit ${id}`, label: "Comment", verb: "Save", send, cancel: close });
  }

  /** Others' answers do not vanish with what they answer. */
  #ownTools(thread: Thread, id: string, comment: Comment): Child {
    const { port } = this.#sheet;
    const edit = () => {
      this.#edited = id;
      this.composer.begin(`edit ${id}`, comment.text);
    };
    const setDeleted = (deleted: boolean) => port.apply({ [join("comments", id, "deleted")]: deleted });
    const remove = () => {
      if (this.#sheet.attempt(() => setDeleted(true)))
        this.#sheet.offer("Deleted the comment.", "Undo", () => setDeleted(false));
    };
    const isAnswered = id === thread.id && thread.replies.some(([, reply]) => !isOwn(port, reply));
    return h(
      "div",
      { class: "ltoplan-row-tools" },
      button({ words: "Edit", label: "Edit my comment", look: "link", name: "edit", press: edit }),
      !isAnswered &&
        button({ words: "Delete", label: "Delete my comment", look: "link", name: "delete", press: remove }),
    );
  }
}
