// Forms: one submission at a time, focus on the error summary, and what goes wrong on the way to the server.
(() => {
  "use strict";
  const RESET_AFTER_MS = 15000; // a form that answers with a download leaves the page as it is

  function release(form) {
    delete form.dataset.sending;
    form.querySelectorAll("[data-was]").forEach((button) => {
      button.textContent = button.dataset.was;
      delete button.dataset.was;
      button.removeAttribute("aria-disabled");
    });
  }

  function guard(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    const button = event.submitter;
    if (button && button.classList.contains("btn-primary") && !button.childElementCount) {
      button.dataset.was = button.textContent;
      button.textContent = document.body.dataset.sending;
      button.setAttribute("aria-disabled", "true");
    }
    window.setTimeout(() => release(form), RESET_AFTER_MS);
  }

  function goToField(event) {
    const link = event.target.closest("[data-error-summary] a");
    if (!link) return;
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const closed = field.closest("details:not([open])");
    if (closed) closed.open = true;
    const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") || field;
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  }

  function say(text) {
    const live = document.getElementById("live");
    const messages = document.getElementById("messages");
    if (live) live.textContent = text;
    if (!messages) return;
    const alert = document.createElement("div");
    alert.className = "alert alert-danger";
    alert.textContent = text;
    messages.replaceChildren(alert);
  }

  // The server explains in the page's language what the browser would say in its own.
  function trustServer(scope) {
    scope.querySelectorAll("form[method=post]").forEach((form) => { form.noValidate = true; });
  }

  // What was typed can be looked at, since nobody looks over the shoulder as often as a finger slips.
  function offerToShow(input) {
    const button = document.createElement("button");
    const label = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? document.body.dataset.hidePassword : document.body.dataset.showPassword;
    };
    Object.assign(button, { type: "button", className: "btn btn-link btn-sm px-0" });
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => label(input.type === "password"));
    input.form?.addEventListener("submit", () => label(false)); // so that browsers keep it as a password
    Object.assign(input, { autocapitalize: "none", spellcheck: false });
    label(false);
    input.after(button);
  }

  function start() {
    trustServer(document);
    document.querySelectorAll("input[type=password]").forEach(offerToShow);
    document.querySelector("[data-error-summary]")?.focus();
    if (window.matchMedia("(min-width: 992px)").matches) {
      document.querySelectorAll("details[data-open-wide]").forEach((details) => { details.open = true; });
    }
  }

  document.addEventListener("submit", guard);
  document.addEventListener("click", goToField);
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.networkError));
  document.addEventListener("htmx:responseError", () => say(document.body.dataset.serverError));
  // A page part may come with an error status: a form with its errors, or the message of a refusal.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    trustServer(event.target);
    const summary = event.target.querySelector?.("[data-error-summary]");
    if (summary) summary.focus();
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  start();
})();
