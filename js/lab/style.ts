/** The style sheet of charts, panels and the plan view, put into the page once. */

import chartCss from "../src/styles/chart.css";
import conversationCss from "../src/styles/conversation.css";
import noticeCss from "../src/styles/notice.css";
import panelCss from "../src/styles/panel.css";
import touchCss from "../src/styles/touch.css";
import hostCss from "../src/widgets/host.css";
import pillCss from "../src/widgets/status-pill.css";
import labCss from "./style/lab.css";

const ID = "ltoplan-lab-style";

export function addStyle(): void {
  if (document.getElementById(ID)) return;
  const sheet = document.createElement("style");
  sheet.id = ID;
  sheet.textContent = [chartCss, conversationCss, hostCss, pillCss, panelCss, noticeCss, labCss, touchCss].join("\n");
  document.head.append(sheet);
}
