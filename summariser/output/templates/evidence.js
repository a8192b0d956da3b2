"use strict";
(() => {
  const root = document.documentElement;
  const live = document.getElementById("live");
  const sheets = [...document.querySelectorAll(".sheet")];
  const numbers = (text) => (text ? text.split(" ") : []);
  root.classList.add("js");

  /** One article: which words and sentences belong to which fact, and what is chosen. */
  class Sheet {
    constructor(element) {
      this.element = element;
      this.pinned = null;
      this.facts = new Map([...element.querySelectorAll(".fact")].map((fact) => [fact.dataset.id, fact]));
      this.sentences = new Map([...element.querySelectorAll(".s")].map((s) => [s.dataset.number, s]));
      this.words = new Map();
      for (const piece of element.querySelectorAll("[data-l]")) {
        for (const leaf of numbers(piece.dataset.l)) {
          if (!this.words.has(leaf)) this.words.set(leaf, []);
          this.words.get(leaf).push(piece);
        }
      }
      element.addEventListener("pointerover", (event) => this.point(event));
      element.addEventListener("pointerleave", () => this.show(this.pinned));
      element.addEventListener("focusin", (event) => this.point(event));
      element.addEventListener("click", (event) => this.click(event));
      element.addEventListener("keydown", (event) => this.key(event));
    }

    factsOf(number) {
      return [...this.facts.values()].filter((fact) => numbers(fact.dataset.sentences).includes(number));
    }

    /** What an element is about: a fact, a sentence, or nothing. */
    about(target) {
      const element = target.closest(".fact, .ref, .s, .told, [data-sentence]");
      if (!element) return null;
      const fact = element.dataset.fact ?? (element.classList.contains("fact") ? element.dataset.id : undefined);
      if (fact !== undefined) return { fact };
      if (element.classList.contains("told")) return { sentences: numbers(element.dataset.sentences) };
      const card = element.closest(".fact");
      if (card) return { fact: card.dataset.id };
      const number = element.dataset.number ?? element.dataset.sentence;
      return { sentence: number, sentences: [number] };
    }

    point(event) {
      const about = this.about(event.target);
      this.show(about && (about.fact || about.sentences.length) ? about : this.pinned);
      const leaf = event.target.closest("[data-leaf]");
      if (leaf) for (const piece of this.words.get(leaf.dataset.leaf) ?? []) piece.classList.add("hot");
    }

    show(about) {
      for (const element of this.element.querySelectorAll(".on, .hot")) element.classList.remove("on", "hot");
      if (!about) return;
      const facts = about.fact ? [this.facts.get(about.fact)] : about.sentence ? this.factsOf(about.sentence) : [];
      const sentences = about.fact ? facts.flatMap((fact) => numbers(fact?.dataset.sentences)) : about.sentences;
      for (const number of sentences) this.sentences.get(number)?.classList.add("on");
      for (const fact of facts) {
        if (!fact) continue;
        fact.classList.add("on");
        for (const ref of this.element.querySelectorAll(`.ref[data-fact="${fact.dataset.id}"]`)) ref.classList.add("on");
        if (!about.fact) continue;
        for (const leaf of numbers(fact.dataset.leaves)) {
          for (const piece of this.words.get(leaf) ?? []) piece.classList.add("on");
        }
      }
    }

    pin(about) {
      this.pinned = about;
      this.show(about);
    }

    unfold(fact, open) {
      fact.classList.toggle("unfolded", open);
      fact.querySelector(".head").setAttribute("aria-expanded", String(open));
    }

    chooseFact(id, { unfold = true, scroll = "text" } = {}) {
      const fact = this.facts.get(id);
      if (!fact) return;
      const open = unfold && !fact.classList.contains("unfolded");
      for (const other of this.facts.values()) if (other !== fact) this.unfold(other, false);
      this.unfold(fact, unfold ? open : true);
      if (unfold && !open) {
        this.pin(null);
        live.textContent = `${id} closed`;
        return;
      }
      this.pin({ fact: id });
      const cited = numbers(fact.dataset.sentences);
      if (scroll === "text" && matchMedia("(min-width: 1000px)").matches) this.reveal(this.sentences.get(cited[0]));
      if (scroll === "fact") this.reveal(fact);
      live.textContent = `${id}: ${cited.length === 1 ? "sentence" : "sentences"} ${cited.join(", ")} marked in the text`;
    }

    chooseSentence(number) {
      const facts = this.factsOf(number);
      this.pin({ sentence: number, sentences: [number] });
      if (facts.length && matchMedia("(min-width: 1000px)").matches) this.reveal(facts[0]);
      live.textContent = facts.length
        ? `Sentence ${number} states ${facts.map((fact) => fact.dataset.id).join(", ")}`
        : `Sentence ${number} states no fact`;
    }

    reveal(element) {
      element?.scrollIntoView({ block: "nearest" });
    }

    click(event) {
      const link = event.target.closest("a[data-sentence], a[data-fact]");
      if (link) {
        event.preventDefault();
        this.follow(link);
        return;
      }
      const head = event.target.closest(".head");
      if (head) {
        this.chooseFact(head.closest(".fact").dataset.id);
        return;
      }
      const sentence = event.target.closest(".s");
      if (sentence && !String(getSelection())) this.chooseSentence(sentence.dataset.number);
      else if (!event.target.closest("a, button, summary, .fact")) this.pin(null);
    }

    /** A link within the page: to a fact's card, or to a sentence; the focus goes along. */
    follow(link) {
      history.replaceState(null, "", link.getAttribute("href"));
      this.from = link;
      if (link.dataset.fact) {
        this.chooseFact(link.dataset.fact, { unfold: false, scroll: "fact" });
        this.facts.get(link.dataset.fact).querySelector(".head").focus({ preventScroll: true });
        return;
      }
      const sentence = this.sentences.get(link.dataset.sentence);
      const card = link.closest(".fact");
      if (card) this.pin({ fact: card.dataset.id });
      else this.chooseSentence(link.dataset.sentence);
      sentence.focus({ preventScroll: true });
      this.reveal(sentence);
    }

    key(event) {
      if (event.key === "Escape") {
        for (const fact of this.facts.values()) this.unfold(fact, false);
        this.pin(null);
        live.textContent = "Nothing chosen";
        if (this.from?.isConnected) this.from.focus();
        this.from = null;
        return;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const kind = event.target.matches(".head") ? ".head" : event.target.matches(".text .ref") ? ".text .ref" : null;
      if (!kind || (!step && event.key !== "Home" && event.key !== "End")) return;
      const all = [...this.element.querySelectorAll(kind)];
      const at = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : all.indexOf(event.target) + step;
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, at))].focus();
    }
  }

  const made = new Map(sheets.map((element) => [element.id, new Sheet(element)]));
  const choose = document.getElementById("choose");

  function turnTo(key) {
    for (const element of sheets) element.hidden = element.id !== key;
    if (!choose) return;
    const at = sheets.findIndex((element) => element.id === key);
    choose.value = key;
    document.getElementById("previous").disabled = at === 0;
    document.getElementById("next").disabled = at === sheets.length - 1;
    document.title = sheets[at].querySelector("h1").textContent;
  }

  function arrive() {
    const [key, place] = location.hash.slice(1).split(/-(.*)/s);
    const sheet = made.get(key) ?? made.get(sheets[0]?.id);
    if (!sheet) return;
    turnTo(sheet.element.id);
    if (sheet.facts.has(place)) sheet.chooseFact(place, { unfold: false, scroll: "fact" });
    else if (/^s\d+$/.test(place ?? "")) {
      sheet.chooseSentence(place.slice(1));
      sheet.reveal(sheet.sentences.get(place.slice(1)));
    }
  }

  if (choose) {
    const go = (key) => {
      history.replaceState(null, "", `#${key}`);
      turnTo(key);
      scrollTo(0, 0);
      live.textContent = document.title;
    };
    const beside = (step) => go(sheets[sheets.findIndex((element) => !element.hidden) + step].id);
    choose.addEventListener("change", () => go(choose.value));
    document.getElementById("previous").addEventListener("click", () => beside(-1));
    document.getElementById("next").addEventListener("click", () => beside(1));
  }
  addEventListener("hashchange", arrive);
  arrive();
})();
