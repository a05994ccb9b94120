// Under which names Slack keeps what an element holds, and how to read it as the plain value that the sandbox takes.

const text = ["value", "initial_value"];
const option = ["selected_option", "initial_option"];
const options = ["selected_options", "initial_options"];

const HOLDS = {
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  number_input: text,
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: option,
  external_select: option,
  radio_buttons: option,
  multi_static_select: options,
  multi_external_select: options,
  checkboxes: options,
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
};

// `state` is what the sandbox keeps for the element, if it keeps anything; else the app's first value counts.
export function heldValue(element, state) {
  const [now, first] = HOLDS[element.type] ?? [];
  return now ? plain(state ? state[now] : element[first]) : null;
}

function plain(value) {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return value && typeof value === "object" && "value" in value ? value.value : value ?? null;
}
