"""The words of credentials, branding events and KBLI, part of web.words."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "credential": {
        "nib": ("NIB", GREY),
        "pirt": (_("Home food permit (SPP-IRT)"), GREY),
        "halal": (_("Halal certificate"), GREY),
        "trademark": (_("Trademark"), GREY),
        "bpom": (_("BPOM marketing permit"), GREY),
        "sni": (_("SNI (Bina UMK)"), GREY),
        "qris": ("QRIS", GREY),
        "ecatalogue": (_("E-catalogue of the government"), GREY),
        "marketplace": (_("Shop on a marketplace"), GREY),
        "other": (_("Other credential"), GREY),
    },
    "credential_status": {
        "applied": (_("Applied for"), BLUE),
        "issued": (_("Issued"), GREEN),
        "rejected": (_("Rejected"), RED),
        "expired": (_("Expired"), YELLOW),
        "revoked": (_("Revoked"), RED),
    },
    "branding": {
        "logo": (_("Logo"), GREY),
        "packaging": (_("Packaging"), GREY),
        "photo": (_("Product photos"), GREY),
        "nutrition_label": (_("Nutrition label"), GREY),
        "catalogue": (_("Catalogue"), GREY),
        "marketplace": (_("Into a marketplace"), GREY),
        "exhibition": (_("Exhibition"), GREY),
        "export": (_("Export preparation"), GREY),
    },
    "kbli_fault": {
        "digits": (_("A KBLI code has five digits"), YELLOW),
        "division": (_("This division is not in the classification"), YELLOW),
    },
}
ACTIONS = {
    "credential.added": (_("Credential entered"), GREY),
    "credential.changed": (_("Credential changed"), GREY),
    "credential.withdrawn": (_("Credential withdrawn"), GREY),
    "credential.restored": (_("Credential put back"), GREY),
    "credential.enrolled": (_("Credentials entered"), GREY),
    "branding.added": (_("Branding event entered"), GREY),
    "branding.changed": (_("Branding event changed"), GREY),
    "branding.withdrawn": (_("Branding event withdrawn"), GREY),
    "branding.restored": (_("Branding event put back"), GREY),
    "branding.enrolled": (_("Branding events entered"), GREY),
}
