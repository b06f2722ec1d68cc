// Makes passkeys and logs in with them (WebAuthn). The forms stay hidden in browsers that cannot.

const canRead = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

function ask(form) {
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    });
  }
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  });
}

for (const form of canRead ? document.querySelectorAll("form[data-passkey]") : []) {
  const { credential } = form.elements;
  const refusal = form.querySelector("[role=alert]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (credential.value) return;
    event.preventDefault();
    refusal.hidden = true;
    try {
      credential.value = JSON.stringify((await ask(form)).toJSON());
    } catch {
      // Cancelled, or the device has no passkey for this site.
      refusal.hidden = false;
      return;
    }
    form.requestSubmit();
  });
}
