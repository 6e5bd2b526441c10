// Says in the page what went wrong with a passkey: allauth only writes it to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const box = document.querySelector("[data-passkey-error]");
  if (box) {
    box.hidden = false;
    box.focus();
  }
});
if (!window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = true;
}
