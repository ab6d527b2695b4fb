// Saves a draft form while the person types, says honestly where the text is, and keeps it on this device when the server cannot.
const DEBOUNCE_MS = 2000;
const RETRY_MS = 15_000;
const GIVE_UP_MS = 10_000;
const NOT_DATA = new Set(["csrfmiddlewaretoken", "version"]);

const form = document.querySelector("form[data-autosave-url]");
if (form) start(form);

function start(form) {
  const { autosaveUrl, draft, section } = form.dataset;
  const key = `portal-gd:${draft}:${section}`;
  const status = document.querySelector("[data-save-status]");
  const alertBox = document.createElement("div");
  let timer = 0;
  let sending = false;
  let changed = false;
  let stopped = false;
  let submitted = false;
  let waiting = null;

  alertBox.setAttribute("role", "alert");
  form.before(alertBox);

  const values = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_DATA.has(name));
  const say = (state, text) => {
    if (!status) return;
    status.dataset.state = state;
    status.textContent = text;
  };
  const alarm = (text, url, label) => {
    alertBox.className = "note amber";
    alertBox.textContent = `${text} `;
    if (url) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = label;
      alertBox.append(link);
    }
  };
  const calm = () => {
    alertBox.className = "";
    alertBox.textContent = "";
  };

  const time = () => new Date().toLocaleTimeString("pt-BR", { hour: "2-digit", minute: "2-digit" });
  const keep = (isSubmitted = false) => {
    try {
      const field = document.activeElement?.name ?? "";
      const { version } = form.dataset;
      localStorage.setItem(key, JSON.stringify({ values: values(), field, version, isSubmitted, keptAt: time() }));
      return true;
    } catch {
      return false;
    }
  };
  const forget = () => localStorage.removeItem(key);
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keptText = () => (keep() ? "guardado neste aparelho" : "deixe esta página aberta");
  // Puts kept values back into the controls; true when something differed from what the server sent.
  const restore = (saved) => {
    const before = JSON.stringify(values());
    const byName = new Map();
    for (const [name, value] of saved.values) byName.set(name, [...(byName.get(name) ?? []), value]);
    for (const control of form.elements) {
      if (!control.name || NOT_DATA.has(control.name) || control.type === "file" || control.type === "submit") continue;
      const wanted = byName.get(control.name) ?? [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = wanted.includes(control.value);
      else if (wanted.length) control.value = wanted.shift();
    }
    return JSON.stringify(values()) !== before;
  };

  // Where to come back after signing in: this page, on the field that had the focus.
  const loginUrl = (given) => {
    const id = document.activeElement?.id ?? "";
    const here = location.pathname + location.search + (id ? `#${id}` : "");
    const url = new URL(given || "/entrar", location.origin);
    url.searchParams.set("next", here);
    return url.pathname + url.search;
  };

  const save = async () => {
    clearTimeout(timer);
    if (stopped) return void keep();
    if (sending) return;
    sending = true;
    changed = false;
    say("saving", "Salvando…");
    try {
      const body = new URLSearchParams(values());
      body.set("version", form.dataset.version);
      const answer = await fetch(autosaveUrl, {
        method: "POST",
        body,
        headers: {
          "X-Autosave": "1",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "",
          Accept: "application/json",
        },
        redirect: "manual",
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      await answered(answer);
    } catch {
      say("offline", `Não salvo: sem internet. Seu texto está ${keptText()}.`);
      timer = setTimeout(save, RETRY_MS);
    }
    sending = false;
    if (waiting) form.requestSubmit(waiting.submitter);
    else if (changed && !stopped) later();
  };

  const answered = async (answer) => {
    const data = await answer.json().catch(() => ({}));
    if (answer.ok) {
      form.dataset.version = data.version;
      if (form.elements.version) form.elements.version.value = data.version;
      forget();
      calm();
      say("saved", `Salvo às ${data.saved_at}.`);
      document.dispatchEvent(new CustomEvent("portal:session-renewed"));
    } else if ([0, 401, 403].includes(answer.status)) {
      // 0 is a redirect to the sign-in page; 403 a form token that died with the session.
      stopped = true;
      const where = keptText();
      say("failed", `Não salvo. Seu texto está ${where}.`);
      alarm("Você ficou um tempo sem usar o portal. Guardamos tudo.", loginUrl(data.login_url), "Entre de novo para continuar deste ponto");
    } else if (answer.status === 409) {
      stopped = true;
      say("failed", `Não salvo. Seu texto está ${keptText()}.`);
      alarm("Este rascunho mudou em outra aba ou aparelho.", data.compare_url, "Comparar os dois textos");
    } else if (answer.status === 422) {
      keep();
      say("failed", `Às ${time()}, ainda com campos por acertar. O texto está guardado neste aparelho.`);
    } else {
      say("failed", `Não salvo: o portal está com um problema. Seu texto está ${keptText()}. Vamos tentar de novo.`);
      timer = setTimeout(save, RETRY_MS);
    }
  };

  const later = () => {
    changed = true;
    submitted = false;
    clearTimeout(timer);
    timer = setTimeout(save, DEBOUNCE_MS);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", () => changed && save());
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    // A save on its way would make this submit look like a second tab: its answer brings the new version.
    if (sending) {
      event.preventDefault();
      waiting = { submitter: event.submitter };
      return;
    }
    stopped = submitted = true;
    keep(true);
  });
  addEventListener("online", () => kept() && save());
  // What was just submitted is already kept, as submitted.
  addEventListener("pagehide", () => !submitted && (changed || sending) && keep());

  const recover = (saved) => {
    const isDifferent = restore(saved);
    if (!isDifferent) return forget();
    const field = saved.field && form.elements.namedItem(saved.field);
    if (field?.focus) field.focus();
    say("saving", "Recuperamos o texto guardado neste aparelho.");
    later();
  };
  // The draft moved on elsewhere: neither text may disappear unasked.
  const ask = (saved) => {
    alarm(`Um texto das ${saved.keptAt}, guardado neste aparelho, não chegou ao portal.`);
    for (const [label, act] of [["Usar esse texto", () => recover(saved)], ["Descartar", forget]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link-btn";
      button.textContent = label;
      button.onclick = () => (calm(), act());
      alertBox.append(button, " ");
    }
  };

  const saved = kept();
  if (!saved) return;
  // After a failed submit the page itself carries the newest values.
  if (document.querySelector("[data-focus]")) keep();
  else if (saved.version === form.dataset.version) recover(saved);
  else if (saved.isSubmitted) forget();
  else ask(saved);
}
