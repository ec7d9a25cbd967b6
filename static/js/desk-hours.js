// A sentence fills the grids of the week without a round trip of the whole form.
{
  const form = document.getElementById("team_form");
  const sentence = document.getElementById("id_hours_said");
  const told = document.getElementById("hours-told");
  const button = form.querySelector('button[name="_read_hours"]');

  button.addEventListener("click", (event) => {
    event.preventDefault();
    read();
  });
  sentence.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    read();
  });

  async function read() {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("hours_said", sentence.value);
    let answer;
    try {
      answer = await fetch(form.dataset.hours, { method: "POST", body: data, redirect: "error" });
    } catch {
      // told below
    }
    if (!answer?.ok) {
      told.textContent = "The sentence could not be read just now. Fill the grid by hand, or try again.";
      return;
    }
    const understood = await answer.json();
    told.textContent = understood.told || "Say days and times, such as Mon-Fri 9-17.";
    if (!understood.weeks.every(fits)) {
      form.requestSubmit(button); // a zone of its own, or more spans than there are inputs: the server makes the grid
      return;
    }
    for (const week of understood.weeks) fill(week);
    if (understood.weeks.length && understood.whole) sentence.value = "";
    form.dispatchEvent(new Event("input"));
  }

  function grid({ kind }) {
    return form.querySelector(`[data-week][data-kind="${kind}"]`);
  }

  function fits(week) {
    const shown = grid(week);
    if (!shown || week.timezone) return false;
    const columns = shown.querySelectorAll('tbody tr:first-child input[name$="-opens"]').length;
    return Object.values(week.days).every((spans) => spans.length <= columns);
  }

  function fill(week) {
    const shown = grid(week);
    shown.querySelector("[data-always]").checked = week.always;
    for (const input of shown.querySelectorAll("input[type=time]")) {
      const [, day, place, end] = /-(\w\w)-(\d)-(opens|closes)$/.exec(input.name);
      input.value = week.days[day]?.[place]?.[end === "opens" ? 0 : 1] ?? "";
    }
  }
}
