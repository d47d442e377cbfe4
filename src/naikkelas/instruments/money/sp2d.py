"""Lists of SP2D: what the treasury paid, one line a payment order and recipient."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="sp2d",
    title=Text("Daftar SP2D (pencairan)", "List of SP2D (disbursements)"),
    record="payment",
    required=frozenset({"document_no", "paid_on", "name", "amount_idr"}),
    columns={
        "Nomor SP2D": "document_no",
        "Tanggal SP2D": "paid_on",
        "Nama Penerima": "name",
        "Nomor SK": "decree_no",
        "Nomor Kontrak": "contract_no",
        "Kode Anggaran": "line_code",
        "Nilai SP2D (Rp)": "amount_idr",
        "Potongan (Rp)": "deductions_idr",
        "Nilai Bersih (Rp)": "net_idr",
        "Keperluan": "remark",
    },
    aliases={
        "No. SP2D": "document_no", "No SP2D": "document_no", "SP2D / Nomor": "document_no", "SP2D / No": "document_no",
        "Tgl SP2D": "paid_on", "Tgl. SP2D": "paid_on", "SP2D / Tanggal": "paid_on", "SP2D / Tgl": "paid_on",
        "Tanggal Cair": "paid_on", "Tanggal Pencairan": "paid_on",
        "Penerima": "name", "Pihak Ketiga": "name", "Nama Pihak Ketiga": "name", "Nama Pihak Ketiga/Rekanan": "name",
        "Dibayarkan Kepada": "name", "Rekanan": "name",
        "No. SK": "decree_no", "No SK": "decree_no", "SK Penetapan": "decree_no",
        "No. Kontrak": "contract_no", "No Kontrak": "contract_no", "Nomor SPK": "contract_no", "No. SPK": "contract_no",
        "Nomor Kontrak/SPK": "contract_no",
        "Kode Rekening": "line_code", "Kode Kegiatan": "line_code", "Kode Sub Kegiatan": "line_code",
        "Kode Subkegiatan": "line_code",
        "Nilai SP2D": "amount_idr", "Jumlah (Rp)": "amount_idr", "Jumlah": "amount_idr", "Nilai (Rp)": "amount_idr",
        "Nilai": "amount_idr", "Bruto": "amount_idr", "Nilai Bruto": "amount_idr", "Nilai Bruto (Rp)": "amount_idr",
        "Jumlah Bruto": "amount_idr", "Nilai / Bruto": "amount_idr", "Jumlah Kotor": "amount_idr",
        "Potongan": "deductions_idr", "Jumlah Potongan": "deductions_idr", "Nilai / Potongan": "deductions_idr",
        "Pajak": "deductions_idr",
        "Netto": "net_idr", "Nilai Netto": "net_idr", "Jumlah Netto": "net_idr", "Nilai / Netto": "net_idr",
        "Jumlah Dibayar": "net_idr", "Jumlah Dibayarkan": "net_idr", "Nilai Bersih": "net_idr",
        "Uraian": "remark", "Keterangan": "remark", "Untuk Keperluan": "remark",
    },
    note=Text(
        "Judul kolom disusun dari istilah yang lazim pada daftar SP2D; belum dicocokkan dengan ekspor SIPD atau OM-SPAN.",
        "The headings follow the usual words of SP2D lists; not yet compared with an export of SIPD or OM-SPAN.",
    ),
)  # fmt: skip
