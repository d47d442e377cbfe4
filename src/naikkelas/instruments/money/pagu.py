"""Budget lines of a DPA or DIPA: the ceiling of each."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="pagu",
    title=Text("Pagu DPA/DIPA per baris", "Ceilings of a DPA or DIPA by line"),
    record="ceiling",
    required=frozenset({"line_code", "amount_idr"}),
    columns={
        "Kode Anggaran": "line_code",
        "Uraian": "name",
        "Program": "programme",
        "Sumber Dana": "source",
        "Tahun": "year",
        "Nomor DPA/DIPA": "document_no",
        "Tanggal DPA/DIPA": "dated_on",
        "Pagu (Rp)": "amount_idr",
    },
    aliases={
        "Kode Rekening": "line_code", "Kode": "line_code", "Kode Kegiatan": "line_code", "Kode Sub Kegiatan": "line_code",
        "Kode Subkegiatan": "line_code",
        "Nama Sub Kegiatan": "name", "Sub Kegiatan": "name", "Kegiatan": "name", "Nama Kegiatan": "name",
        "Uraian Kegiatan": "name",
        "Nama Program": "programme", "Program naikkelas": "programme",
        "Sumber": "source", "Sumber Anggaran": "source", "Sumber Pendanaan": "source",
        "Tahun Anggaran": "year", "TA": "year",
        "Nomor DPA": "document_no", "No. DPA": "document_no", "Nomor DIPA": "document_no", "No. DIPA": "document_no",
        "Tanggal DPA": "dated_on", "Tanggal DIPA": "dated_on", "Tgl DPA": "dated_on", "Tgl DIPA": "dated_on",
        "Pagu": "amount_idr", "Pagu Anggaran": "amount_idr", "Pagu Anggaran (Rp)": "amount_idr", "Jumlah (Rp)": "amount_idr",
        "Jumlah": "amount_idr", "Anggaran": "amount_idr", "Anggaran (Rp)": "amount_idr", "Nilai (Rp)": "amount_idr",
    },
    note=Text(
        "Judul kolom disusun dari istilah DPA dan DIPA; belum dicocokkan dengan ekspor SIPD atau SAKTI.",
        "The headings follow the words of DPA and DIPA; not yet compared with an export of SIPD or SAKTI.",
    ),
)  # fmt: skip
