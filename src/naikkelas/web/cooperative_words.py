"""Labels of the words that the life of a cooperative is stored in: meetings, decrees, warnings, coaching, groups."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "meeting_time": {
        "on_time": (_("On time"), GREEN),
        "late": (_("Late"), YELLOW),
        "missing": (_("Missing"), RED),
        "waiting": (_("Not due yet"), GREY),
    },
    "body": {"board": (_("Board"), GREY), "supervisors": (_("Supervisors"), GREY)},
    "position": {
        "chair": (_("Chair"), GREY),
        "vice_chair": (_("Vice chair"), GREY),
        "secretary": (_("Secretary"), GREY),
        "treasurer": (_("Treasurer"), GREY),
        "member": (_("Member"), GREY),
    },
    "certificate_grade": {
        "A": ("A", GREEN),
        "B": ("B", GREEN),
        "C1": ("C1", GREY),
        "C2": ("C2", GREY),
        "": ("–", GREY),
    },
    "certificate_state": {
        "expired": (_("Expired"), RED),
        "ending": (_("Ends within 90 days"), YELLOW),
        "valid": (_("Valid"), GREEN),
    },
    "difference": {
        "lapsed": (_("Active by decree, not by the data"), RED),
        "revived": (_("Inactive by decree, active by the data"), BLUE),
    },
    "difference_todo": {
        "lapsed": (
            _("Visit or ask for the report; where it stays silent, propose it for the next decree"),
            GREY,
        ),
        "revived": (_("Check the meeting's minutes or the turnover; then propose active status"), GREY),
    },
    "warning_level": {
        "high": (_("High"), RED),
        "medium": (_("Moderate"), YELLOW),
        "low": (_("Low"), GREY),
        "none": (_("None"), GREEN),
    },
    "warning_sign": {
        "rat_missing": (_("RAT missing"), RED),
        "rat_late": (_("RAT late"), YELLOW),
        "no_report": (_("No report for two book years"), RED),
        "not_found": (_("Office not found"), RED),
        "certificate_expired": (_("Certificate expired"), YELLOW),
        "certificate_ending": (_("Certificate ends soon"), GREY),
        "members_falling": (_("Members falling"), YELLOW),
    },
    "warning_todo": {
        "warning_letter": (_("Send a reminder letter about the RAT"), GREY),
        "remind_meeting": (_("Remind of the next RAT in time"), GREY),
        "ask_report": (_("Ask for the book year's report"), GREY),
        "visit_again": (_("Look for the office again, ask the village"), GREY),
        "renew_certificate": (_("Help renew the certificate"), GREY),
        "plan_coaching": (_("Plan coaching"), GREY),
    },
    "unit_state": {
        "planned": (_("Planned"), BLUE),
        "open": (_("Open"), GREEN),
        "closed": (_("Closed down"), RED),
    },
    "coaching": {
        "planned": (_("Planned"), GREY),
        "running": (_("Running"), BLUE),
        "finished": (_("Finished"), GREEN),
        "cancelled": (_("Cancelled"), GREY),
    },
    "coaching_outcome": {
        "recovered": (_("Active again"), GREEN),
        "improved": (_("Better"), GREEN),
        "unchanged": (_("Unchanged"), YELLOW),
        "worse": (_("Worse"), RED),
        "": ("–", GREY),
    },
}
GROUPS = {
    "merah_putih": (_("Merah Putih (KDMP/KKMP)"), RED),
    "farming": (_("Farmers"), GREY),
    "sharia": (_("Sharia"), GREEN),
    "unit_office": (_("Unit: office"), GREY),
    "unit_grocery": (_("Unit: groceries"), GREY),
    "unit_savings_loan": (_("Unit: savings and loan"), GREY),
    "unit_clinic": (_("Unit: clinic"), GREY),
    "unit_pharmacy": (_("Unit: pharmacy"), GREY),
    "unit_storage": (_("Unit: warehouse or cold storage"), GREY),
    "unit_logistics": (_("Unit: logistics"), GREY),
}
ACTIONS = {
    "cooperative.meeting_recorded": (_("Annual meeting recorded"), GREY),
    "cooperative.certified": (_("Certificate entered"), GREY),
    "cooperative.official_entered": (_("Board or supervisor entered"), GREY),
    "cooperative.term_ended": (_("Term of office ended"), GREY),
    "cooperatives.history_entered": (_("Earlier years entered"), GREY),
    "cooperative.grouped": (_("Groups set"), GREY),
    "cooperative.units_set": (_("Units set"), GREY),
    "decree.recorded": (_("Decree recorded"), GREY),
    "decree.withdrawn": (_("Decree taken back"), GREY),
    "warnings.refreshed": (_("Early warning computed"), GREY),
    "coaching.planned": (_("Coaching planned"), GREY),
    "coaching.started": (_("Coaching begun"), GREY),
    "coaching.step_added": (_("Step of coaching added"), GREY),
    "coaching.step_done": (_("Step of coaching done"), GREY),
    "coaching.step_reopened": (_("Step of coaching open again"), GREY),
    "coaching.visited": (_("Coaching visit recorded"), GREY),
    "coaching.finished": (_("Coaching finished"), GREY),
    "coaching.cancelled": (_("Coaching cancelled"), GREY),
    "coaching.reopened": (_("Coaching opened again"), GREY),
}
