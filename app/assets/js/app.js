// Every page works without this. It gives comfort: focus on errors, a button to show a password, passkeys, copying.
import { Button, ErrorSummary, PasswordInput, SkipLink, createAll } from "govuk-frontend";

import { startCopying } from "./copy.js";
import { startFinding } from "./find.js";
import { startKeys } from "./keys.js";
import { startLeaving } from "./leaving.js";
import { startPasskeys } from "./passkeys.js";
import { startPrinting } from "./print.js";
import { startProgress } from "./progress.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

for (const component of [Button, ErrorSummary, PasswordInput, SkipLink]) createAll(component);
startCopying();
startFinding();
startKeys();
startLeaving();
startPasskeys();
startPrinting();
startProgress();
