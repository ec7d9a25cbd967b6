// The check of the draft, and the verdicts on pasted claims, after a pause in typing. Nothing is saved by them.
{
  const PAUSE = 1500;
  const form = document.getElementById("team_form");
  const score = document.getElementById("score");
  const blocks = new Map([...document.querySelectorAll("[data-block]")].map((block) => [block.dataset.block, block]));
  const answering = {};
  let waiting;

  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(check, PAUSE);
    const verdicts = document.querySelector(`[data-claims][data-from="${event.target.id}"]`);
    if (verdicts) judge(verdicts, event.target);
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest('button[name="_check"]')) {
      event.preventDefault();
      check();
    }
  });
  check();

  async function check() {
    clearTimeout(waiting);
    const answer = await ask("check", form.dataset.lint, new FormData(form));
    if (!answer) return;
    const told = await answer.json();
    if (score.innerHTML !== told.score) score.innerHTML = told.score;
    for (const [number, block] of blocks) block.innerHTML = told.blocks[number] ?? "";
  }

  function judge(verdicts, text) {
    clearTimeout(verdicts.waiting);
    verdicts.waiting = setTimeout(async () => {
      const data = new FormData();
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.set("kind", verdicts.dataset.claims);
      data.set("text", text.value);
      const answer = await ask(verdicts.dataset.claims, form.dataset.claims, data);
      if (answer) verdicts.innerHTML = await answer.text();
    }, PAUSE / 3);
  }

  // The answer to the newest question of its kind; undefined for one that was overtaken or failed.
  async function ask(kind, address, data) {
    answering[kind]?.abort();
    const control = (answering[kind] = new AbortController());
    try {
      const answer = await fetch(address, { method: "POST", body: data, signal: control.signal, redirect: "error" });
      if (answer.ok) return answer;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (kind === "check") score.textContent = "The draft could not be checked just now. What you have typed is still here.";
  }
}
