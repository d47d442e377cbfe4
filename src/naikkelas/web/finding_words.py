"""The words of findings, their follow-up, letters and citizens' reports, part of web.words."""

from django.utils.translation import gettext_lazy as _

from naikkelas.rules.finding_causes import CAUSES

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    # what opened a finding, where neither a questionnaire nor the check of data names it
    "finding_rule": {
        "": (_("By hand"), GREY),
        "budget_deviation": (_("Budget far below its plan"), GREY),
        "low_absorption": (_("Low absorption of the budget"), GREY),
        "programme.once_per_person": (_("Aid received twice"), GREY),
        "market_idle.not_handed_over": (_("Market built, not handed over"), GREY),
        "market_idle.not_granted": (_("Market built, not granted"), GREY),
        "market_idle.left_empty": (_("Market left empty or abandoned"), GREY),
        "self_report.received_less": (_("Recipient reports less than was sent"), GREY),
        "self_report.use_departs": (_("Recipient reports another use"), GREY),
    },
    # the four of Peraturan BPK 2/2017, art. 6, and our own
    "finding": {
        "not_followed_up": (_("Not followed up yet"), RED),
        "in_progress": (_("Not settled yet"), YELLOW),
        "resolved": (_("Settled"), GREEN),
        "cannot_be_followed_up": (_("Cannot be followed up"), GREY),
        "withdrawn": (_("Withdrawn"), GREY),
    },
    "finding_turn": {
        "unit": (_("The unit answers"), YELLOW),
        "verifier": (_("To be verified"), BLUE),
        "approver": (_("Approval is asked"), BLUE),
        "": ("–", GREY),
    },
    "finding_owner": {
        "regency": (_("Office of the kabupaten/kota"), GREY),
        "province": (_("Office of the province"), GREY),
        "nation": (_("Ministry"), GREY),
    },
    "finding_origin": {
        "hand": (_("Opened by a person"), GREY),
        "visit": (_("Opened by a visit"), GREY),
        "figure": (_("Opened by a figure"), GREY),
        "citizen": (_("Opened after a citizen's report"), GREY),
    },
    "finding_cause": {name: (text, GREY) for name, text in CAUSES.items()} | {"": (_("Not told yet"), GREY)},
    "cannot_reason": {
        "force_majeure": (_("Force majeure"), GREY),
        "in_court": (_("Before a court"), GREY),
        "not_effective": (_("No longer effective, efficient and economic"), GREY),
    },
    "follow_up": {
        "action": (_("Action"), BLUE),
        "returned": (_("Returned"), RED),
        "closed": (_("Closed"), GREEN),
        "cannot": (_("Said not to be possible"), YELLOW),
        "approved": (_("Agreed: cannot be followed up"), GREY),
        "reopened": (_("Opened again"), RED),
        "mended": (_("Figure mended"), GREEN),
        "relapsed": (_("Figure out of order again"), RED),
        "escalated": (_("Sent up"), RED),
    },
    "citizen": {
        "received": (_("To be decided"), YELLOW),
        "answered": (_("Answered"), GREEN),
        "finding": (_("Became a finding"), BLUE),
        "closed": (_("Closed"), GREY),
    },
    "citizen_topic": {
        "quality": (_("Building or goods are bad or broken"), GREY),
        "unused": (_("Not used, or left empty"), GREY),
        "fee": (_("Money was asked or deducted"), GREY),
        "wrong_recipient": (_("It went to the wrong person or group"), GREY),
        "service": (_("Bad service"), GREY),
        "other": (_("Something else"), GREY),
    },
    "citizen_closed": {
        "outside_duty": (_("Not a matter of this office"), GREY),
        "not_found": (_("Looked at, and not found so"), GREY),
        "already_known": (_("Known already and followed up"), GREY),
        "no_facts": (_("Too little is told to look at it"), GREY),
        "abuse": (_("Abuse of this page"), GREY),
    },
    "letter": {
        "follow_up": (_("Letter of follow-up"), BLUE),
        "hearing": (_("Minutes of a hearing"), GREY),
    },
}
ACTIONS = {
    "finding.opened": (_("Finding opened"), GREY),
    "finding.completed": (_("Cause and effect of the finding told"), GREY),
    "finding.action": (_("Action taken"), GREY),
    "finding.returned": (_("Action returned"), GREY),
    "finding.closed": (_("Finding closed"), GREY),
    "finding.cannot": (_("Proposed: cannot be followed up"), YELLOW),
    "finding.approved": (_("Agreed: cannot be followed up"), GREY),
    "finding.reopened": (_("Finding opened again"), YELLOW),
    "finding.mended": (_("Figure of the finding mended"), GREY),
    "finding.relapsed": (_("Figure of the finding out of order again"), YELLOW),
    "finding.escalated": (_("Finding sent up the hierarchy"), YELLOW),
    "citizen.reported": (_("Citizen's report came in"), GREY),
    "citizen.answered": (_("Citizen's report answered"), GREY),
    "citizen.finding": (_("Citizen's report became a finding"), GREY),
    "citizen.closed": (_("Citizen's report closed"), GREY),
    "retention.contacts": (_("Old contacts of citizens removed"), GREY),
    "letter.follow_up": (_("Letter of follow-up issued"), GREY),
    "letter.hearing": (_("Minutes of a hearing kept"), GREY),
    "letter.redacted": (_("A person taken out of a letter"), YELLOW),
}
