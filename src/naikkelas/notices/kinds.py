"""The kinds of notices: what is said in each, and when it goes by e-mail and to devices unless a person chose otherwise.

A sentence names no person: a notice is kept, mailed and shown on locked screens, and who may see a name today may not
tomorrow.
"""

from dataclasses import dataclass

from naikkelas.kit.bilingual import Text

NOW, DAILY, WEEKLY, OFF = "now", "daily", "weekly", "off"
MAILS = (NOW, DAILY, WEEKLY, OFF)


@dataclass(frozen=True)
class NoticeKind:
    """`says` is filled from what notify was told, `{count:# row|# rows}` by the number.

    `hears`: the duty without which nobody is told, and may not choose.
    """

    id: str
    group: str
    name: Text
    says: Text
    hears: tuple[str, ...]
    mail: str = DAILY
    urgent: bool = False


KINDS: dict[str, NoticeKind] = {
    kind.id: kind
    for kind in (
        NoticeKind(
            "cycle.opened", "monev",
            Text("Siklus monev dibuka", "Monev cycle opened"),
            Text("Siklus monev dibuka: {name}", "Monev cycle opened: {name}"),
            ("monev.read", "monev.visit"), NOW,
        ),
        NoticeKind(
            "visit.assigned", "monev",
            Text("Kunjungan ditugaskan", "Visits assigned"),
            Text("{count} kunjungan ditugaskan kepada Anda", "{count:# visit was|# visits were} assigned to you"),
            ("monev.visit",), NOW,
        ),
        NoticeKind(
            "visit.returned", "monev",
            Text("Kunjungan dikembalikan", "Visit returned"),
            Text("Kunjungan {name} dikembalikan untuk diperbaiki", "Visit {name} was returned to be mended"),
            ("monev.visit",), NOW, urgent=True,
        ),
        NoticeKind(
            "visit.edited", "monev",
            Text("Isian kunjungan diubah petugas dinas", "Answers of a visit edited by the office"),
            Text("Isian kunjungan {name} diubah petugas dinas", "The office edited the answers of visit {name}"),
            ("monev.visit",), NOW,
        ),
        NoticeKind(
            "visit.exchanged", "monev",
            Text("Kiriman lain dipilih untuk suatu kunjungan", "Another submission was chosen for a visit"),
            Text("Dari dua kiriman untuk kunjungan {name}, dinas memilih mana yang dihitung",
                 "Of two submissions for visit {name}, the office chose which one counts"),
            ("monev.visit",), NOW,
        ),
        NoticeKind(
            "change.accepted", "data",
            Text("Usulan perubahan diterima", "Proposed changes accepted"),
            Text("{count} usulan perubahan data dari Anda diterima",
                 "{count:# change|# changes} of data that you proposed {count:was|were} accepted"),
            ("monev.visit",), OFF,
        ),
        NoticeKind(
            "change.taken", "data",
            Text("Perubahan langsung ditulis", "Changes taken over"),
            Text("{count} perubahan data dari Anda langsung ditulis ke registri: {name}",
                 "{count:# change|# changes} of data of yours {count:was|were} taken over into the registry: {name}"),
            ("monev.visit",), OFF,
        ),
        NoticeKind(
            "change.taken_here", "data",
            Text("Perubahan dari lapangan diambil alih tanpa bertanya", "Changes from the field taken over without asking"),
            Text("{count} perubahan dari lapangan diambil alih tanpa bertanya: {name}",
                 "{count:# change from the field was|# changes from the field were} taken over without asking: {name}"),
            ("registry.edit",),
        ),
        NoticeKind(
            "change.refused", "data",
            Text("Usulan perubahan ditolak", "Proposed change refused"),
            Text("Usulan perubahan data dari Anda ditolak: buka untuk membaca alasannya",
                 "A change of data that you proposed was refused: open it to read why"),
            ("monev.visit",), NOW,
        ),
        NoticeKind(
            "change.undone", "data",
            Text("Perubahan dibatalkan", "Change undone"),
            Text("Perubahan data dari Anda yang sudah diterima dibatalkan dinas",
                 "The office undid a change of data of yours that was accepted"),
            ("monev.visit",), NOW,
        ),
        NoticeKind(
            "visit.due_soon", "monev",
            Text("Kunjungan mendekati tenggat", "Visits due soon"),
            Text("{count} kunjungan Anda belum dikirim: {name}", "{count} of your visits {count:is|are} not sent yet: {name}"),
            ("monev.visit",), NOW,
        ),
        NoticeKind(
            "area.due_soon", "monev",
            Text("Pengiriman hasil monev mendekati tenggat", "Sending of monev results due soon"),
            Text("Hasil monev {name} segera jatuh tempo", "The monev results of {name} are due soon"),
            ("monev.read",), NOW,
        ),
        NoticeKind(
            "area.late", "monev",
            Text("Hasil monev terlambat", "Monev results late"),
            Text("Hasil monev {name} terlambat dikirim", "The monev results of {name} are late"),
            ("monev.read",), NOW, urgent=True,
        ),
        NoticeKind(
            "area.nudged", "monev",
            Text("Diingatkan mengirim hasil monev", "Reminded to send monev results"),
            Text("Mohon kirim hasil monev {name}: terlambat {count} hari kerja",
                 "Please send the monev results of {name}: {count:# working day|# working days} late"),
            ("monev.send",), NOW, urgent=True,
        ),
        NoticeKind(
            "area.escalated", "monev",
            Text("Keterlambatan wilayah dinaikkan", "Lateness of an area sent up"),
            Text("Hasil monev {name} terlambat {count} hari kerja",
                 "The monev results of {name} are {count:# working day|# working days} late"),
            ("monev.read",), NOW, urgent=True,
        ),
        NoticeKind(
            "area.sent", "monev",
            Text("Hasil wilayah dikirim", "Area's results sent"),
            Text("{name} mengirim hasil monev untuk diperiksa", "{name} sent its monev results for review"),
            ("monev.accept",),
        ),
        NoticeKind(
            "area.returned", "monev",
            Text("Hasil wilayah dikembalikan", "Area's results returned"),
            Text("Hasil monev {name} dikembalikan dengan alasan", "The monev results of {name} were returned, with the reason"),
            ("monev.send",), NOW, urgent=True,
        ),
        NoticeKind(
            "area.accepted", "monev",
            Text("Hasil wilayah diterima", "Area's results accepted"),
            Text("Hasil monev {name} diterima dan dikunci", "The monev results of {name} were accepted and locked"),
            ("monev.send",),
        ),
        NoticeKind(
            "citizen.reported", "findings",
            Text("Laporan warga baru", "New citizen's report"),
            Text("Laporan warga {name} menunggu putusan", "Citizen's report {name} waits for a decision"),
            ("findings.open",), NOW,
        ),
        NoticeKind(
            "finding.opened", "findings",
            Text("Temuan baru", "New finding"),
            Text("Temuan baru {name}: tindak lanjuti", "New finding {name}: follow it up"),
            ("findings.follow_up",), NOW,
        ),
        NoticeKind(
            "finding.asked", "findings",
            Text("Keterangan diminta", "Explanation asked"),
            Text("Keterangan diminta atas temuan {name}", "An explanation is asked about finding {name}"),
            ("findings.follow_up",), NOW,
        ),
        NoticeKind(
            "finding.answered", "findings",
            Text("Temuan ditindaklanjuti", "Finding acted upon"),
            Text("Temuan {name} ditindaklanjuti, menunggu verifikasi", "Finding {name} was acted upon and is to be verified"),
            ("findings.verify",),
        ),
        NoticeKind(
            "finding.returned", "findings",
            Text("Tindak lanjut dikembalikan", "Action returned"),
            Text("Tindak lanjut temuan {name} dikembalikan", "The action on finding {name} was returned"),
            ("findings.follow_up",), NOW, urgent=True,
        ),
        NoticeKind(
            "finding.verified", "findings",
            Text("Temuan ditutup", "Finding closed"),
            Text("Temuan {name} diverifikasi dan ditutup", "Finding {name} was verified and closed"),
            ("findings.follow_up",),
        ),
        NoticeKind(
            "finding.cannot", "findings",
            Text("Temuan disetujui tidak dapat ditindaklanjuti", "Agreed that a finding cannot be followed up"),
            Text("Temuan {name} disetujui tidak dapat ditindaklanjuti", "It is agreed that finding {name} cannot be followed up"),
            ("findings.follow_up",),
        ),
        NoticeKind(
            "finding.due_soon", "findings",
            Text("Temuan mendekati tenggat", "Finding due soon"),
            Text("Tindak lanjut temuan {name} segera jatuh tempo", "The action on finding {name} is due soon"),
            ("findings.follow_up",), NOW,
        ),
        NoticeKind(
            "finding.overdue", "findings",
            Text("Temuan lewat tenggat", "Finding overdue"),
            Text("Tindak lanjut temuan {name} lewat tenggat", "The action on finding {name} is overdue"),
            ("findings.follow_up", "findings.verify"), NOW, urgent=True,
        ),
        NoticeKind(
            "import.done", "data",
            Text("Impor selesai", "Import done"),
            Text("Impor selesai: {count} baris ditulis", "Import done: {count:# row|# rows} written"),
            ("intake.import",), OFF,
        ),
        NoticeKind(
            "import.failed", "data",
            Text("Impor gagal", "Import failed"),
            Text("Impor tidak dapat dijalankan: buka untuk melihat sebabnya", "An import could not be done: open it to see why"),
            ("intake.import",), NOW, urgent=True,
        ),
        NoticeKind(
            "double.asked", "data",
            Text("Data ganda ditanyakan", "Doubles asked about"),
            Text("{name} menanyakan kemungkinan data ganda", "{name} asks about possible doubles"),
            ("registry.merge",),
        ),
        NoticeKind(
            "duty.due", "reports",
            Text("Kewajiban laporan perlu perhatian", "Duties to report need attention"),
            Text("{count} kewajiban laporan perlu perhatian", "{count:# duty to report needs|# duties to report need} attention"),
            ("reports.issue",), OFF,
        ),
        NoticeKind(
            "webhook.failing", "system",
            Text("Webhook tidak sampai", "Webhook not delivered"),
            Text("Penerima webhook {name} tidak menjawab", "The receiver of webhook {name} does not answer"),
            ("webhooks.manage",), NOW, urgent=True,
        ),
    )
}  # fmt: skip
GROUPS: dict[str, Text] = {
    "monev": Text("Monev", "Monev"),
    "findings": Text("Temuan", "Findings"),
    "data": Text("Data", "Data"),
    "reports": Text("Laporan", "Reports"),
    "system": Text("Sistem", "System"),
}
