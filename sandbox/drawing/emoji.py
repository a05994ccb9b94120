"""Emoji by the names that Slack gives them, as typed between colons."""

import re

# ruff: noqa: RUF001 - emoji that look like plain signs are the point here

NAMES = """
+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 ok_hand 👌 clap 👏 wave 👋 pray 🙏 raised_hands 🙌 muscle 💪 point_right 👉 point_left 👈
point_up 👆 point_down 👇 handshake 🤝 eyes 👀 smile 😄 smiley 😃 grinning 😀 slightly_smiling_face 🙂 wink 😉 blush 😊 joy 😂
heart_eyes 😍 thinking_face 🤔 neutral_face 😐 confused 😕 cry 😢 sob 😭 scream 😱 sweat_smile 😅 sunglasses 😎 sleeping 😴 zzz 💤
partying_face 🥳 tada 🎉 confetti_ball 🎊 sparkles ✨ star ⭐ star2 🌟 fire 🔥 rocket 🚀 zap ⚡ boom 💥 bulb 💡 dart 🎯 trophy 🏆
medal 🏅 gift 🎁 heart ❤️ broken_heart 💔 green_heart 💚 blue_heart 💙 yellow_heart 💛 100 💯 white_check_mark ✅
heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖ warning ⚠️
rotating_light 🚨 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 question ❓ grey_question ❔ exclamation ❗ bangbang ‼️
information_source ℹ️ red_circle 🔴 large_blue_circle 🔵 large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠
white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_red_square 🟥 large_yellow_square 🟨 white_large_square ⬜ black_large_square ⬛
white_small_square ▫️ black_small_square ▪️ small_blue_diamond 🔹 small_orange_diamond 🔸 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️
arrow_down ⬇️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️
fast_forward ⏩ double_vertical_bar ⏸️ pause_button ⏸️ arrow_forward ▶️ stopwatch ⏱️ timer_clock ⏲️ alarm_clock ⏰ hourglass ⌛
hourglass_flowing_sand ⏳ watch ⌚ clock1 🕐 clock3 🕒 clock9 🕘 calendar 📆 date 📅 spiral_calendar_pad 🗓️ bell 🔔 no_bell 🔕
mega 📣 loudspeaker 📢 speech_balloon 💬 thought_balloon 💭 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗 memo 📝 pencil 📝 pencil2 ✏️
clipboard 📋 page_facing_up 📄 bookmark 🔖 bookmark_tabs 📑 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ books 📚 book 📖
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 mag 🔍 key 🔑 lock 🔒 unlock 🔓 shield 🛡️ gear ⚙️ wrench 🔧
hammer 🔨 hammer_and_wrench 🛠️ toolbox 🧰 nut_and_bolt 🔩 electric_plug 🔌 battery 🔋 construction 🚧 construction_worker 👷 truck 🚚
package 📦 inbox_tray 📥 outbox_tray 📤 incoming_envelope 📨 email 📧 envelope ✉️ phone ☎️ telephone_receiver 📞 computer 💻
desktop_computer 🖥️ iphone 📱 printer 🖨️ camera 📷 house 🏠 house_with_garden 🏡 office 🏢 factory 🏭 hospital 🏥 bank 🏦
moneybag 💰 money_with_wings 💸 credit_card 💳 euro 💶 dollar 💵 receipt 🧾 label 🏷️ scales ⚖️ balloon 🎈 coffee ☕ beer 🍺 pizza 🍕
cake 🍰 seedling 🌱 evergreen_tree 🌲 four_leaf_clover 🍀 sunny ☀️ partly_sunny ⛅ cloud ☁️ umbrella ☔ snowflake ❄️ rainbow 🌈
ocean 🌊 earth_africa 🌍 globe_with_meridians 🌐 checkered_flag 🏁 triangular_flag_on_post 🚩 waving_white_flag 🏳️ crown 👑 robot_face 🤖
ghost 👻 turtle 🐢 snail 🐌 bug 🐛 dog 🐶 cat 🐱 penguin 🐧 bust_in_silhouette 👤 busts_in_silhouette 👥 raising_hand 🙋 shrug 🤷
person_shrugging 🤷 runner 🏃 footprints 👣 palm_tree 🌴 desert_island 🏝️ airplane ✈️ car 🚗 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣
five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ new 🆕 ok 🆗 sos 🆘 soon 🔜 recycle ♻️ infinity ♾️ compass 🧭 map 🗺️ ladder 🪜
"""
EMOJI = dict(zip(NAMES.split()[::2], NAMES.split()[1::2], strict=True))
FLAG = re.compile(r"flag-([a-z]{2})")
TONE = {f"skin-tone-{number}": chr(0x1F3FB + number - 2) for number in range(2, 7)}
FIRST_FLAG_LETTER = 0x1F1E6
# A tone follows its emoji as a name of its own: ":wave::skin-tone-3:".
SHORTCODE = re.compile(r":([a-z0-9_+'-]+):(?::(skin-tone-[2-6]):)?")


def emoji_named(name: str) -> str | None:
    """Find the character; flags are named after their country's two letters, and need no table."""
    flag = FLAG.fullmatch(name)
    if flag:
        return "".join(chr(FIRST_FLAG_LETTER + ord(letter) - ord("a")) for letter in flag[1])
    return EMOJI.get(name) or TONE.get(name)


def with_emoji(text: str) -> str:
    return SHORTCODE.sub(lambda found: _shown(found) or found[0], text) if ":" in text else text


def _shown(found: re.Match[str]) -> str:
    drawn = emoji_named(found[1])
    return drawn + TONE.get(found[2] or "", "") if drawn else ""
