// What every page does: focus on the error summary, the warning before the session ends, copy buttons, a clean device on "Sair".
const DEVICE_PREFIX = "portal-gd:";
const WARN_BEFORE_MS = 5 * 60_000;

document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copiado";
  });
}

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DEVICE_PREFIX)) localStorage.removeItem(key);
  });
}

const { sessionExpiresAt, keepaliveUrl } = document.body.dataset;
const dialog = document.querySelector("[data-session-warning]");

if (sessionExpiresAt && dialog?.showModal) {
  let expiresAt = Number(sessionExpiresAt) * 1000;
  const lifetime = expiresAt - Date.now();
  let timer = 0;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, Math.max(0, expiresAt - WARN_BEFORE_MS - Date.now()));
  };
  const warn = () => {
    if (Date.now() < expiresAt - WARN_BEFORE_MS) return schedule();
    const until = new Date(expiresAt);
    const minutes = String(until.getMinutes()).padStart(2, "0");
    dialog.querySelector("[data-session-time]").textContent = `${until.getHours()}h${minutes}`;
    if (!dialog.open) dialog.showModal();
  };
  const renewed = () => {
    expiresAt = Date.now() + lifetime;
    if (dialog.open) dialog.close();
    schedule();
  };

  dialog.querySelector("[data-session-continue]").addEventListener("click", async () => {
    const text = dialog.querySelector("p");
    try {
      const answer = await fetch(keepaliveUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.ok) renewed();
      else text.textContent = "A sessão já terminou. O que foi salvo está guardado. Entre de novo para continuar.";
    } catch {
      text.textContent = "Sem internet agora. Tente de novo quando a conexão voltar.";
    }
  });
  // Any answered autosave also renews the session on the server.
  document.addEventListener("portal:session-renewed", renewed);
  schedule();
}
