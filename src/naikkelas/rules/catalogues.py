"""All rule sets in one list, with source, dates and mark: for the page that shows them and for explaining verdicts."""

from functools import cache

from naikkelas.rules import (
    achievement,
    budget_deviation,
    class_change,
    contract_addendum,
    cooperative_activity,
    cooperative_health,
    cooperative_warning,
    credential_formats,
    figure_rules,
    finding_age,
    finding_causes,
    follow_up,
    formalisation,
    growth,
    kuk,
    lagging,
    market_idle,
    market_progress,
    market_requirements,
    obligations,
    person_requests,
    plut_fields,
    plut_results,
    quality_score,
    retention,
    score_bands,
    size_class,
    startup_eligibility,
    startup_ranking,
    startup_rounds,
    workdays,
)
from naikkelas.rules.rule_set import Head


@cache
def rule_heads() -> dict[str, Head]:
    """Heads of every rule set by id, in the order in which the page shows them."""
    heads = [
        *(rules.head for rules in size_class.rule_sets().values()),
        class_change.HEAD,
        formalisation.HEAD,
        growth.HEAD,
        *(rules.head for rules in cooperative_activity.rule_sets().values()),
        *(rules.head for rules in cooperative_health.rule_sets().values()),
        kuk.HEAD,
        *(rules.head for rules in credential_formats.rule_sets().values()),
        *(rules.head for rules in cooperative_warning.rule_sets().values()),
        *(rules.head for rules in startup_eligibility.rule_sets().values()),
        startup_ranking.HEAD,
        startup_rounds.HEAD,
        *(rules.head for rules in market_requirements.rule_sets().values()),
        market_progress.HEAD,
        contract_addendum.HEAD,
        market_idle.HEAD,
        score_bands.HEAD,
        follow_up.HEAD,
        finding_age.HEAD,
        finding_causes.HEAD,
        figure_rules.HEAD,
        budget_deviation.HEAD,
        workdays.HEAD,
        obligations.HEAD,
        lagging.HEAD,
        achievement.HEAD,
        person_requests.HEAD,
        retention.HEAD,
        quality_score.HEAD,
        plut_fields.HEAD,
        plut_results.HEAD,
    ]
    return {head.id: head for head in heads}
