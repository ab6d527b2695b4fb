// Shows how far a file has gone; the form is an ordinary one and works without this.
const megabytes = (bytes) => (bytes / 1e6).toLocaleString("pt-BR", { maximumFractionDigits: 1 });

document.addEventListener("submit", (event) => event.target.matches("form[data-upload]") && send(event, event.target));

function send(event, form) {
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  if (!files.length) return;
  event.preventDefault();
  const bar = document.createElement("progress");
  const text = document.createElement("p");
  const cancel = document.createElement("button");
  const box = document.createElement("div");
  bar.max = 100;
  bar.setAttribute("aria-label", "Envio do arquivo");
  text.setAttribute("role", "status");
  text.className = "small";
  text.textContent = `Enviando ${files[0].name}.`;
  cancel.type = "button";
  cancel.className = "link-btn";
  cancel.textContent = "Cancelar envio";
  box.className = "stack stack-s";
  box.append(bar, text, cancel);
  form.append(box);

  const request = new XMLHttpRequest();
  const body = new FormData(form, event.submitter);
  let told = 0;
  request.upload.onprogress = ({ loaded, total }) => {
    const percent = Math.floor((100 * loaded) / total);
    bar.value = percent;
    if (percent - told < 10 && percent < 100) return;
    told = percent;
    text.textContent = percent < 100 ? `${megabytes(loaded)} de ${megabytes(total)} MB.` : "Arquivo recebido. Conferindo…";
  };
  request.onload = () => {
    // The server answers with the page to show: its own address after success, the form with its errors otherwise.
    if (request.status < 400) location.assign(request.responseURL);
    else {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.title = page.title;
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.querySelector("[data-focus]")?.focus();
    }
  };
  request.onerror = () => {
    text.textContent = `A internet caiu em ${bar.value || 0} %. Escolha enviar de novo quando voltar.`;
    bar.remove();
    cancel.remove();
  };
  cancel.onclick = () => {
    request.abort();
    box.remove();
  };
  request.open("POST", form.action);
  request.send(body);
}
