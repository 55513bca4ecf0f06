// An invitation link carries its secret behind "#", which browsers do not send: it reaches no log.
const field = document.getElementById("secret");
const invitation = decodeURIComponent(location.hash.slice(1));
if (field && invitation) {
  field.value = invitation;
  history.replaceState(null, "", location.pathname + location.search);
}
