// Passkeys. <button data-passkey="register|sign-in" data-options-url="…" data-form="ID" data-failed="words" hidden>
// fetches the options, asks the browser, and sends the form with the answer as JSON in its input `credential`.
const CEREMONIES = {
  register: { ask: (publicKey) => navigator.credentials.create({ publicKey }), read: readCreationOptions },
  "sign-in": { ask: (publicKey) => navigator.credentials.get({ publicKey }), read: readRequestOptions },
};

export function startPasskeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const button of document.querySelectorAll("button[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      answer(button);
    });
  }
}

async function answer(button) {
  const form = button.dataset.form ? document.getElementById(button.dataset.form) : button.form;
  const ceremony = CEREMONIES[button.dataset.passkey];
  button.disabled = true;
  try {
    const options = await fetchOptions(button.dataset.optionsUrl, form);
    const credential = await ceremony.ask(ceremony.read(options));
    form.elements.namedItem("credential").value = JSON.stringify(asJson(credential));
    form.submit();
  } catch {
    // Shutting the browser's window is not a fault: say that nothing happened, and leave the other ways open.
    sayThatItFailed(button);
  } finally {
    button.disabled = false;
  }
}

async function fetchOptions(url, form) {
  const token = form.elements.namedItem("csrf_token");
  const response = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { Accept: "application/json", "X-CSRFToken": token ? token.value : "" },
  });
  if (!response.ok) throw new Error(`The options came with ${response.status}`);
  return response.json();
}

function sayThatItFailed(button) {
  let words = button.parentElement.querySelector("[data-passkey-words]");
  if (!words) {
    words = document.createElement("p");
    words.dataset.passkeyWords = "";
    words.className = "govuk-error-message";
    words.setAttribute("role", "alert");
    button.insertAdjacentElement("afterend", words);
  }
  words.textContent = button.dataset.failed || "";
}

function readCreationOptions(options) {
  return {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials || []).map(withBytes),
  };
}

function readRequestOptions(options) {
  return {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: (options.allowCredentials || []).map(withBytes),
  };
}

const withBytes = (credential) => ({ ...credential, id: toBytes(credential.id) });

function toBytes(base64url) {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function asJson(credential) {
  if (typeof credential.toJSON === "function") return credential.toJSON();
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
}
