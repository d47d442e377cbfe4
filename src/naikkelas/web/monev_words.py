"""Labels of the words that monev is stored in: plan, teams, review, lateness."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "flag": {
        "future_day": (_("Day lies in the future"), YELLOW),
        "before_cycle": (_("Day lies before the cycle"), YELLOW),
        "ends_before_start": (_("Ends before it starts"), YELLOW),
        "very_short": (_("Shorter than three minutes"), YELLOW),
        "no_location": (_("No GPS location"), YELLOW),
        "other_enumerator": (_("Made by another enumerator"), YELLOW),
        "used_more_than_received": (_("More used than received"), YELLOW),
        "amount_differs": (_("Amount differs from the decree"), YELLOW),
        "edited": (_("Edited after it was sent"), BLUE),
        "after_due": (_("Came after the deadline"), YELLOW),
        "after_sent": (_("Came after the area had sent"), YELLOW),
    },
    "whom": {
        "all": (_("All recipients"), GREY),
        "assets": (_("All assets (markets, PLUT)"), GREY),
        "sample": (_("A drawn sample of recipients"), BLUE),
        "risk": (_("The riskiest recipients of each area"), BLUE),
    },
    "risk_reason": {
        "money": (_("Money of the decree"), GREY),
        "findings": (_("Findings of earlier visits"), GREY),
        "overdue": (_("Findings past their day"), GREY),
        "late": (_("Working days the area was late last time"), GREY),
    },
    "cycle_step": {
        "preparation": (_("Preparation"), GREY),
        "training": (_("Briefing of the teams"), GREY),
        "fieldwork": (_("Field work"), GREY),
        "verification": (_("Verification by the kabupaten/kota"), GREY),
        "sending": (_("Sending to the province"), GREY),
        "acceptance": (_("Acceptance by the province"), GREY),
    },
    "cycle_duty": {
        "head": (_("Answers for the cycle"), GREY),
        "coordinator": (_("Coordinates the field work"), GREY),
        "data": (_("Checks the data"), GREY),
        "report": (_("Writes the report"), GREY),
    },
    "cost": {
        "visits_a_day": (_("Visits of a team in a day"), GREY),
        "team_size": (_("People in a team"), GREY),
        "teams_an_area": (_("Teams in each area"), GREY),
        "daily_idr": (_("Daily allowance of one person (Rp)"), GREY),
        "transport_idr": (_("Transport of a team for a day (Rp)"), GREY),
        "visit_idr": (_("Data and paper for one visit (Rp)"), GREY),
        "fixed_idr": (_("Once for each area (Rp)"), GREY),
    },
    "contact": {
        "visit": (_("Went there"), GREY),
        "phone": (_("Telephone"), GREY),
        "neighbour": (_("Asked neighbours"), GREY),
        "village": (_("Asked the desa/kelurahan"), GREY),
    },
    "outcome": {
        "appointment": (_("Appointment made"), BLUE),
        "not_found": (_("Not found"), YELLOW),
        "refused": (_("Would not take part"), RED),
        "moved": (_("Moved away"), YELLOW),
        "closed": (_("Closed"), YELLOW),
    },
    "review_step": {
        "sent": (_("Sent to the province"), BLUE),
        "accepted": (_("Accepted, locked, frozen"), GREEN),
        "returned": (_("Returned"), RED),
        "unlocked": (_("Unlocked"), YELLOW),
    },
    "nudge_level": {
        "hand": (_("by a colleague"), GREY),
        "regency": (_("to the kabupaten/kota"), GREY),
        "province": (_("to the province"), YELLOW),
        "ministry": (_("to the ministry"), RED),
    },
}
ACTIONS = {
    "plan.written": (_("Terms of reference written"), GREY),
    "plan.whom_chosen": (_("Chosen who is visited"), GREY),
    "plan.costs_set": (_("Unit costs of the cycle set"), GREY),
    "plan.role_given": (_("Role in the cycle given"), GREY),
    "plan.role_taken": (_("Role in the cycle taken back"), GREY),
    "cycle.copied": (_("Cycle copied from another"), GREY),
    "area.target_set": (_("Target of the area set"), GREY),
    "area.unlocked": (_("Area unlocked"), YELLOW),
    "area.frozen": (_("Data of the area frozen"), GREY),
    "area.freeze_set_aside": (_("Frozen data set aside"), YELLOW),
    "area.nudged": (_("Area reminded"), GREY),
    "area.escalated": (_("Lateness told to a level"), YELLOW),
    "team.added": (_("Team made"), GREY),
    "visit.tried": (_("Tried to meet"), GREY),
    "visit.replaced": (_("Visit replaced by another"), YELLOW),
    "visit.unmet": (_("Visit cannot be made"), YELLOW),
    "visit.asked": (_("Asked to mend a visit"), YELLOW),
    "letter.issued": (_("Duty letter issued"), GREY),
    "letter.withdrawn": (_("Duty letter taken back"), YELLOW),
    "delegation.made": (_("Decisions delegated"), GREY),
    "delegation.taken_back": (_("Delegation taken back"), GREY),
}
