// Passkeys. [data-passkey="get" or "create"]: a region that is hidden until this runs, since it could do nothing
// without. Its button asks data-start for options, lets the browser ask the authenticator, and hands the answer
// to data-finish, which says where to go on to. What goes wrong is told in the words of data-failed.
{
  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (char) => char.charCodeAt(0));
  };
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const send = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const asked = ({ publicKey }) => ({
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
    ...(publicKey.excludeCredentials && {
      excludeCredentials: publicKey.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
    }),
    ...(publicKey.allowCredentials && {
      allowCredentials: publicKey.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
    }),
  });

  const answered = ({ id, rawId, type, response }, extensions) => ({
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      ...(response.attestationObject
        ? { attestationObject: text(response.attestationObject) }
        : {
          authenticatorData: text(response.authenticatorData),
          signature: text(response.signature),
          userHandle: text(response.userHandle),
        }),
    },
    extensions,
  });

  document.querySelectorAll("[data-passkey]").forEach((region) => {
    if (!window.PublicKeyCredential) return;
    region.hidden = false;
    const { passkey, start, finish, to, failed } = region.dataset;
    const said = region.querySelector("[role=alert]");
    const button = region.querySelector("button");
    button.addEventListener("click", async () => {
      button.disabled = true;
      said.hidden = true;
      try {
        const { name, options } = await send(start, {});
        const credential = await navigator.credentials[passkey]({ publicKey: asked(options) });
        const { credProps } = credential.getClientExtensionResults();
        const called = region.querySelector("input")?.value ?? "";
        const answer = answered(credential, credProps ? { credProps } : {});
        const next = await send(finish, { name, answer, to, called });
        location.assign(new URL(next.to, location.origin));
      } catch {
        said.textContent = failed;
        said.hidden = false;
        button.disabled = false;
        button.focus();
      }
    });
  });
}
