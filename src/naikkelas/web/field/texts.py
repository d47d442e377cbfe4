"""What the scripts of the field pages say."""

from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    return {
        "cancel": _("Cancel"),
        "start": _("Start the visit"),
        "go_on": _("Go on filling"),
        "filled_here": _("Filled on this device; waits for a signal"),
        "draft_saved": _("Kept on this device {time}"),
        "draft_waits": _("Draft of {time}, not sent yet"),
        "draft_delete": _("Delete draft"),
        "draft_delete_sure": _(
            "The answers and photos of “{name}” that are on this device are deleted and cannot be brought back."
        ),
        "draft_anew": _("Begin anew?"),
        "draft_anew_sure": _("The answers and photos of this draft are deleted and cannot be brought back."),
        "draft_other": _("Filled by another person; only that person can open it."),
        "attempt": _("attempt to meet"),
        "attempt_here": _("An attempt to meet waits for a signal"),
        "photo": _("Photo"),
        "photo_size": _("{n} kB after being made smaller"),
        "caption": _("Caption (may stay empty)"),
        "caption_change": _("Change caption"),
        "use_photo": _("Use photo"),
        "sign": _("Sign here"),
        "sign_hint": _("Sign with a finger or pen in the white field."),
        "sign_again": _("Clear and sign again"),
        "sign_use": _("Use signature"),
        "sign_empty": _("Nothing was drawn yet."),
        "sending": _("Being sent: {n}%"),
        "send_again": _("Send again"),
        "out_size": _("{files} files, {n} kB"),
        "out_part": _("{n} of {m} files have arrived."),
        "out_waits": _("Waits for a signal; it is sent by itself."),
        "out_again": _("Not sent yet; tried again at {time}, or press “Send what waits”."),
        "out_delete": _("Delete from this device"),
        "out_delete_sure": _(
            "The server has kept this form aside for the officer. Delete it from this device all the same?"
        ),
        "out_delete_attempt": _("This attempt to meet was not recorded at the server. Delete it all the same?"),
        "remedy": _("Tell your officer what stands here; the form stays on this device until it was taken."),
        "remedy_403": _("Open this page once while there is a signal and sign in again; then send again."),
        "remedy_404": _(
            "The form or the visit is no longer open at the server. Ask your officer to open it, then send again."
        ),
        "remedy_409": _("Ask your officer which one counts; this one is kept aside at the server."),
        "remedy_413": _("The photos are too large. Tell your officer; nothing is lost."),
        "ready_since": _("Ready for use without a signal since {time}"),
        "ready_not": _("Not ready yet for use without a signal"),
        "ready_part": _("{n} of {m} pages ready for use without a signal"),
        "ready_never": _(
            "This address cannot be used without a signal: it needs https://. Ask your officer for that address."
        ),
        "room": _("On this device: {used} MB used, {left} MB left."),
        "room_little": _("There is little room left: delete old photos or apps before you go out."),
        "room_unpromised": _("Install this page on the home screen, so that the browser does not clear it by itself."),
    }  # fmt: skip
