"""What a bank reports of transfers to recipients: done, or returned."""

from naikkelas.instruments.layout import Layout
from naikkelas.kit.bilingual import Text

INSTRUMENT = Layout(
    id="hasil_transfer",
    title=Text("Hasil transfer bank", "Results of bank transfers"),
    record="transfer",
    required=frozenset({"name", "amount_idr", "status"}),
    columns={
        "Nomor SP2D": "document_no",
        "Tanggal Transfer": "paid_on",
        "Nama Penerima": "name",
        "Nomor Rekening": "account",
        "Jumlah (Rp)": "amount_idr",
        "Status": "status",
        "Nomor Referensi": "reference",
        "Keterangan": "remark",
    },
    aliases={
        "No. SP2D": "document_no", "No SP2D": "document_no", "Tanggal": "paid_on", "Tgl Transfer": "paid_on",
        "Tgl. Transfer": "paid_on", "Tanggal Transaksi": "paid_on",
        "Nama": "name", "Nama Rekening": "name", "Nama Pemilik Rekening": "name", "Penerima": "name",
        "No. Rekening": "account", "No Rekening": "account", "Rekening": "account", "Rekening Tujuan": "account",
        "Jumlah": "amount_idr", "Nominal": "amount_idr", "Nominal (Rp)": "amount_idr", "Nilai (Rp)": "amount_idr",
        "Nilai": "amount_idr", "Amount": "amount_idr",
        "Hasil": "status", "Hasil Transfer": "status", "Status Transfer": "status", "Status Transaksi": "status",
        "No. Referensi": "reference", "Ref": "reference", "Referensi": "reference",
        "Alasan": "remark", "Alasan Retur": "remark", "Sebab": "remark",
    },
    note=Text(
        "Setiap bank memakai judulnya sendiri; yang dikenali di sini adalah istilah yang lazim.",
        "Each bank has headings of its own; those known here are the usual words.",
    ),
)  # fmt: skip
