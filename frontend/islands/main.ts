// What every page loads: htmx for progress and parts of pages, and a handful of small helps.
import "htmx.org";
import "../styles/main.css";
import "./keys.ts";
import "./nk-auto.ts";
import "./nk-push.ts";
import "./nk-points.ts";
import "./nk-sign-out.ts";
import "./nk-typed.ts";
import "./nk-upload.ts";
