declare module "@getodk/web-forms" {
  import type { Plugin } from "vue";
  export const OdkWebForm: unknown;
  export const webFormsPlugin: Plugin;
  export const POST_SUBMIT__NEW_INSTANCE: unique symbol;
}
declare module "*.css";
